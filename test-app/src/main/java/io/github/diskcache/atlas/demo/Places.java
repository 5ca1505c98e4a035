// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What there is to browse: cities and countries numbered from 1, and the codes of countries and
 * regions in the order of their identifiers.
 */
record Places(int cities, List<String> countries, List<String> regions) {

  static Places read(Connection connection) throws SQLException {
    int cities;
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from city")) {
      rows.next();
      cities = rows.getInt(1);
    }
    return new Places(cities, codes(connection, "country"), codes(connection, "region"));
  }

  private static List<String> codes(Connection connection, String table) throws SQLException {
    var codes = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select code from " + table + " order by id")) {
      while (rows.next()) {
        codes.add(rows.getString(1));
      }
    }
    return List.copyOf(codes);
  }
}
