// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** All questions, in the order in which they are asked. */
final class Questions {
  /** Stands for all of them, those too that a quick run leaves out. */
  private static final String ALL = "all";

  private Questions() {}

  static List<Question> of(Options options) {
    List<Question> all = new ArrayList<>();
    all.add(new HotQuestion());
    all.add(new MemoizedQuestion());
    all.add(new OperationsQuestion(Scale.USUAL));
    all.add(new ProcessesQuestion());
    all.add(new ThreadsQuestion());
    all.add(new RestartQuestion());
    all.add(new DiskQuestion());
    all.add(new BulkQuestion());
    all.add(new HibernateQuestion());
    all.add(new HibernateRestartQuestion());
    all.add(new HibernateEvictQuestion());
    all.add(new HibernateClearQuestion());
    all.add(new WorkloadQuestion());
    all.add(new ProfileQuestion());
    options.mode().scales().stream()
        .filter(scale -> !scale.equals(Scale.USUAL))
        .map(OperationsQuestion::new)
        .forEach(all::add);
    if (options.only().isEmpty()) {
      return all.stream().filter(question -> !isLeftOut(question, options.mode())).toList();
    }
    if (options.only().equals(List.of(ALL))) {
      return all;
    }
    Map<String, Question> known = new LinkedHashMap<>();
    all.forEach(question -> known.put(question.name(), question));
    for (String name : options.only()) {
      if (!known.containsKey(name)) {
        throw new BenchmarkException(
            "There is no question [" + name + "]; there are " + new TreeSet<>(known.keySet()));
      }
    }
    return all.stream().filter(question -> options.only().contains(question.name())).toList();
  }

  /** What would make a quick run take twice as long is asked there by name only. */
  private static boolean isLeftOut(Question question, Mode mode) {
    return mode == Mode.QUICK && question.name().startsWith("hibernate");
  }
}
