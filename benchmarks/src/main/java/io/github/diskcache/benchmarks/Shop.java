// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.Nullable;

/**
 * The entities that Hibernate's caches are compared with: products of about 400 bytes, categories,
 * customers with up to 20 orders.
 *
 * @param products how many products; the rest follows from it
 */
record Shop(int products) {
  static final List<Class<?>> ENTITIES =
      List.of(Product.class, Category.class, Customer.class, Purchase.class);

  static final String CUSTOMERS = "shop.customer";
  static final String CATEGORIES = "shop.category";

  /** Every region there is, with the two that Hibernate names itself. */
  static final List<String> REGIONS =
      List.of(
          "shop.product",
          CATEGORIES,
          CUSTOMERS,
          "shop.purchase",
          "shop.customer.email",
          "shop.customer.purchases",
          "default-query-results-region",
          "default-update-timestamps-region");

  private static final int MOST_PURCHASES = 20;

  int categories() {
    return Math.max(1, products / 200);
  }

  int customers() {
    return Math.max(1, products / 10);
  }

  static int purchasesOf(int customer) {
    return customer % (MOST_PURCHASES + 1);
  }

  static String email(int customer) {
    return "customer-" + customer + "@example.org";
  }

  Product product(int id, Category category) {
    Product product = new Product();
    product.id = (long) id;
    product.category = category;
    product.name = "Product number " + id;
    product.description = ("Of what product " + id + " is good for. ").repeat(6);
    product.code = "code-" + id;
    product.price = BigDecimal.valueOf(id, 2);
    product.weight = id / 7.0;
    product.stock = id % 1000;
    product.rating = id % 5;
    product.added = LocalDate.of(2020, 1, 1).plusDays(id % 2000);
    product.sold = id % 2 == 0;
    return product;
  }

  static Category category(int id) {
    Category category = new Category();
    category.id = (long) id;
    category.name = "Category number " + id;
    return category;
  }

  static Customer customer(int id) {
    Customer customer = new Customer();
    customer.id = (long) id;
    customer.email = email(id);
    customer.name = "Customer number " + id;
    return customer;
  }

  static Purchase purchase(Customer customer, long id) {
    Purchase purchase = new Purchase();
    purchase.id = id;
    purchase.customer = customer;
    purchase.total = BigDecimal.valueOf(id, 2);
    return purchase;
  }

  /** What is read most. */
  @Entity(name = "Product")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "shop.product")
  static class Product {
    @Id Long id = 0L;
    @Version int version;

    @ManyToOne(fetch = FetchType.LAZY)
    @Nullable Category category;

    String name = "";
    String description = "";
    String code = "";
    BigDecimal price = BigDecimal.ZERO;
    double weight;
    int stock;
    int rating;
    LocalDate added = LocalDate.EPOCH;
    boolean sold;
  }

  /** What never changes. */
  @Entity(name = "Category")
  @Immutable
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY, region = CATEGORIES)
  static class Category {
    @Id Long id = 0L;
    String name = "";
  }

  /** What has a natural id and a collection. */
  @Entity(name = "Customer")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = CUSTOMERS)
  @NaturalIdCache(region = "shop.customer.email")
  static class Customer {
    @Id Long id = 0L;
    @Version int version;
    @NaturalId String email = "";
    String name = "";

    @OneToMany(mappedBy = "customer")
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "shop.customer.purchases")
    Set<Purchase> purchases = new HashSet<>();
  }

  /** What a collection holds. */
  @Entity(name = "Purchase")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "shop.purchase")
  static class Purchase {
    @Id Long id = 0L;
    @Version int version;

    @ManyToOne(fetch = FetchType.LAZY)
    @Nullable Customer customer;

    BigDecimal total = BigDecimal.ZERO;
  }
}
