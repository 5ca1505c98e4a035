// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

/** What a child process does; {@code worker.py} knows those that python-diskcache takes part in. */
enum Task {
  /** Times single operations, then counts them with one and two threads. */
  OPERATIONS(Operations::run),

  /** Counts sets with several threads. */
  THREADS(Threads::run),

  /** Times operations while another process does the same on the same directory. */
  CONTEND(Contend::run),

  /** Stores entries, notes each as acknowledged, then ends well or writes on until it is killed. */
  FILL(Fill::run),

  /** Opens what was filled, and looks for what was acknowledged. */
  REOPEN(Reopen::run),

  /** Keeps a cache open. */
  HOLD(Sharing::hold),

  /** Opens a cache that another process holds, and reads what that one wrote. */
  JOIN(Sharing::join),

  /** Evicts a tag of many entries, and clears. */
  BULK(BulkWork::run),

  /** Runs python-diskcache's own benchmark. */
  WORKLOAD(Workload::run),

  /** Samples where the time of an operation goes. */
  PROFILE(Profile::run),

  /** Serves the database that Hibernate asks. */
  SHOP_SERVER(ShopServer::run),

  /** Times units of work and finds through Hibernate. */
  HIBERNATE(HibernateWork::run),

  /** Warms Hibernate's cache and works on until it is killed. */
  HIBERNATE_KILLED(HibernateWork::untilKilled),

  /** Opens Hibernate's cache that another process left, and finds until it is warm. */
  HIBERNATE_RESUME(HibernateWork::resume),

  /** Fills Hibernate's cache and evicts all. */
  HIBERNATE_EVICT(HibernateEvict::run);

  /** The body of a task. */
  interface Body {
    void run(Job job, Reports reports) throws Exception;
  }

  // Method references only.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Body body;

  Task(Body body) {
    this.body = body;
  }

  void run(Job job, Reports reports) throws Exception {
    body.run(job, reports);
  }
}
