// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs one test, and says how it went. */
final class MutantChild {
  private MutantChild() {}

  public static void main(String[] arguments) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(
                    DiscoverySelectors.selectMethod(
                        MutantChild.class.getPackageName() + "." + arguments[0]))
                .build(),
            listener);
    var summary = listener.getSummary();
    System.out.println(
        "MUTANT " + summary.getTestsSucceededCount() + " " + summary.getTestsFailedCount());
    // threads of a broken store must not keep the process
    System.exit(0);
  }
}
