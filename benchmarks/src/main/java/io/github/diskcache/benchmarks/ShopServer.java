// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Shop.Category;
import io.github.diskcache.benchmarks.Shop.Customer;
import io.github.diskcache.benchmarks.Shop.Product;
import java.util.HashMap;
import java.util.Map;
import org.h2.tools.Server;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/**
 * The shop's database: H2, in a process of its own, asked over the loopback interface.
 *
 * @param process the process
 */
record ShopServer(Child process) implements AutoCloseable {
  private static final String DATABASE = "mem:shop";
  private static final String PORT = "port";

  /** Starts one that holds a shop of a scale and has answered for a while. */
  static ShopServer start(Bench bench, Scale scale) {
    long millis = 4 * bench.mode().millis();
    Child process =
        bench.start(Job.of(Task.SHOP_SERVER, Arm.L2_NONE, bench.options().target(), scale, millis));
    try {
      process.await(Reports.READY);
    } catch (BenchmarkException e) {
      process.close();
      throw e;
    }
    return new ShopServer(process);
  }

  String url() {
    return url((int) process.metric(PORT));
  }

  private static String url(int port) {
    return "jdbc:h2:tcp://127.0.0.1:" + port + "/" + DATABASE;
  }

  /** Serves until the parent is gone. */
  static void run(Job job, Reports reports) throws Exception {
    Shop shop = new Shop(job.scale().entries());
    Map<String, Object> settings = new HashMap<>(Regions.none());
    settings.put("hibernate.hbm2ddl.auto", "create");
    settings.put("hibernate.jdbc.batch_size", "100");
    Sessions own = Sessions.open("jdbc:h2:" + DATABASE + ";DB_CLOSE_DELAY=-1", settings);
    fill(own.factory(), shop);
    Server server = Server.createTcpServer("-tcpPort", "0", "-ifExists");
    server.start();
    try (Sessions remote = Sessions.open(url(server.getPort()), Regions.none())) {
      new Mix(remote.factory(), shop).perSecond(1, job.millis());
    }
    reports.say(PORT, server.getPort());
    Worker.endWithParent();
    reports.sayWord(Reports.READY);
    Thread.currentThread().join();
  }

  private static void fill(SessionFactory factory, Shop shop) {
    try (StatelessSession session = factory.openStatelessSession()) {
      session.beginTransaction();
      Category[] categories = new Category[shop.categories()];
      for (int i = 0; i < categories.length; i++) {
        categories[i] = Shop.category(i + 1);
        session.insert(categories[i]);
      }
      for (int id = 1; id <= shop.products(); id++) {
        Product product = shop.product(id, categories[id % categories.length]);
        session.insert(product);
      }
      long purchase = 0;
      for (int id = 1; id <= shop.customers(); id++) {
        Customer customer = Shop.customer(id);
        session.insert(customer);
        for (int i = 0; i < Shop.purchasesOf(id); i++) {
          session.insert(Shop.purchase(customer, ++purchase));
        }
      }
      session.getTransaction().commit();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
