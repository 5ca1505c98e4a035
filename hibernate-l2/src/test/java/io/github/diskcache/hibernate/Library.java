// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;

/** The entities of the tests. */
final class Library {
  static final Class<?>[] ALL = {
    Author.class,
    Book.class,
    Tag.class,
    Country.class,
    Language.class,
    Publication.class,
    Journal.class,
    Novel.class,
    Loan.class,
    Account.class
  };

  private Library() {}

  static String region(Class<?> entity) {
    return entity.getName();
  }

  enum Genre {
    FICTION,
    SCIENCE
  }

  /** Read-write without a version, with collections. */
  @Entity(name = "Author")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Author {
    @Id Long id;
    String name;

    @OneToMany(mappedBy = "author", cascade = CascadeType.ALL, orphanRemoval = true)
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    Set<Book> books = new HashSet<>();

    @ElementCollection(fetch = FetchType.LAZY)
    @OrderColumn
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    List<String> pseudonyms = new ArrayList<>();

    Author() {}

    Author(long id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  /** Read-write with a version and a natural id that may change. */
  @Entity(name = "Book")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @NaturalIdCache
  static class Book {
    @Id Long id;
    @Version int version;
    String title;

    @NaturalId(mutable = true)
    String isbn;

    BigDecimal price;
    LocalDate published;

    @Enumerated(EnumType.STRING)
    Genre genre;

    @ManyToOne(fetch = FetchType.LAZY)
    Author author;

    Book() {}

    Book(long id, String title) {
      this.id = id;
      this.title = title;
      this.isbn = "isbn-" + id;
      this.price = new BigDecimal("12.50");
      this.published = LocalDate.of(2020, 2, 29);
      this.genre = Genre.SCIENCE;
    }
  }

  /** Nonstrict. */
  @Entity(name = "Tag")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  static class Tag {
    @Id Long id;
    String label;

    Tag() {}

    Tag(long id, String label) {
      this.id = id;
      this.label = label;
    }
  }

  /** Read-only and immutable. */
  @Entity(name = "Country")
  @Immutable
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  static class Country {
    @Id String code;
    String name;

    Country() {}

    Country(String code, String name) {
      this.code = code;
      this.name = name;
    }
  }

  /** Read-only access to a mutable mapping. */
  @Entity(name = "Language")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  static class Language {
    @Id Long id;
    String name;

    Language() {}

    Language(long id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  /** The root of a hierarchy. */
  @Entity(name = "Publication")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  abstract static class Publication {
    @Id Long id;
    @Version int version;
    String title;
  }

  @Entity(name = "Journal")
  static class Journal extends Publication {
    int issue;
  }

  @Entity(name = "Novel")
  static class Novel extends Publication {
    int chapters;
  }

  @Embeddable
  static class LoanId implements Serializable {
    private static final long serialVersionUID = 1;
    long reader;
    String copy;

    LoanId() {}

    LoanId(long reader, String copy) {
      this.reader = reader;
      this.copy = copy;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof LoanId id && id.reader == reader && id.copy.equals(copy);
    }

    @Override
    public int hashCode() {
      return Objects.hash(reader, copy);
    }
  }

  /** With an embedded id. */
  @Entity(name = "Loan")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Loan {
    @EmbeddedId LoanId id;
    LocalDate due;

    Loan() {}

    Loan(LoanId id, LocalDate due) {
      this.id = id;
      this.due = due;
    }
  }

  /** Transactional access. */
  @Entity(name = "Account")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.TRANSACTIONAL)
  static class Account {
    @Id Long id;
    @Version int version;
    long balance;

    Account() {}

    Account(long id, long balance) {
      this.id = id;
      this.balance = balance;
    }
  }
}
