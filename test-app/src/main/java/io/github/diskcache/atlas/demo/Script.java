// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import io.github.diskcache.atlas.demo.Operation.FindCity;
import io.github.diskcache.atlas.demo.Operation.FindCountry;
import io.github.diskcache.atlas.demo.Operation.FindRegion;
import io.github.diskcache.atlas.demo.Operation.ListRegions;
import io.github.diskcache.atlas.demo.Operation.SearchCities;
import io.github.diskcache.atlas.demo.Operation.SearchRegions;
import io.github.diskcache.atlas.demo.Operation.VisitCity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What is browsed, unit of work by unit of work: a few places are asked for all the time, most
 * hardly ever. The same seed and places give the same script. Confined to one thread.
 */
final class Script {

  /**
   * In which proportion the operations come, in percent; lists and natural ids are two kinds each.
   */
  enum Mix {
    BROWSE(80, 8, 5, 5),

    /** Writes much, so that a kill meets open transactions. */
    WRITE(40, 8, 5, 5);

    private final int findBelow;
    private final int listBelow;
    private final int naturalIdBelow;
    private final int searchBelow;

    /** What remains to 100 % are visits. */
    Mix(int find, int list, int naturalId, int search) {
      findBelow = find;
      listBelow = findBelow + list;
      naturalIdBelow = listBelow + naturalId;
      searchBelow = naturalIdBelow + search;
    }
  }

  private static final int LONGEST_UNIT = 10;
  private static final String INITIALS = "SMBCAPLKTGDNRHVFWEJIOZUYQX";

  private final Mix mix;
  private final Places places;
  private final SplittableRandom random;
  private final Zipf cityRanks;
  private final Zipf countryRanks;
  private final Zipf regionRanks;
  private final Zipf initialRanks = new Zipf(INITIALS.length());
  private final int[] cities;
  private final int[] countries;
  private final int[] regions;

  /** Which places are popular depends on the seed's order of them, the same for every mix. */
  Script(int seed, Mix mix, Places places) {
    this.mix = mix;
    this.places = places;
    var order = new SplittableRandom(seed);
    this.cities = shuffled(places.cities(), order);
    this.countries = shuffled(places.countries().size(), order);
    this.regions = shuffled(places.regions().size(), order);
    this.cityRanks = new Zipf(cities.length);
    this.countryRanks = new Zipf(countries.length);
    this.regionRanks = new Zipf(regions.length);
    this.random = new SplittableRandom(seed * 31L + mix.findBelow);
  }

  /** Returns which cities a script visits in its first units. */
  static Set<Integer> visited(int seed, Mix mix, Places places, int units) {
    var script = new Script(seed, mix, places);
    var visited = new TreeSet<Integer>();
    for (int unit = 0; unit < units; unit++) {
      for (Operation operation : script.nextUnit()) {
        if (operation instanceof VisitCity visit) {
          visited.add(visit.id());
        }
      }
    }
    return visited;
  }

  List<Operation> nextUnit() {
    int length = 1 + random.nextInt(LONGEST_UNIT);
    var unit = new ArrayList<Operation>(length);
    for (int i = 0; i < length; i++) {
      unit.add(nextOperation());
    }
    return unit;
  }

  private Operation nextOperation() {
    int percent = random.nextInt(100);
    if (percent < mix.findBelow) {
      return new FindCity(city());
    } else if (percent < mix.listBelow) {
      return new ListRegions(country());
    } else if (percent < mix.naturalIdBelow) {
      return random.nextBoolean()
          ? new FindCountry(places.countries().get(country() - 1))
          : new FindRegion(places.regions().get(regions[regionRanks.draw(random)] - 1));
    } else if (percent < mix.searchBelow) {
      return random.nextBoolean()
          ? new SearchCities(country(), initial())
          : new SearchRegions(country(), initial());
    } else {
      return new VisitCity(city());
    }
  }

  private int city() {
    return cities[cityRanks.draw(random)];
  }

  private int country() {
    return countries[countryRanks.draw(random)];
  }

  private char initial() {
    return INITIALS.charAt(initialRanks.draw(random));
  }

  /** The identifiers from 1 in an order of their own. */
  private static int[] shuffled(int count, SplittableRandom order) {
    var ids = new int[count];
    for (int i = 0; i < count; i++) {
      int other = order.nextInt(i + 1);
      ids[i] = ids[other];
      ids[other] = i + 1;
    }
    return ids;
  }
}
