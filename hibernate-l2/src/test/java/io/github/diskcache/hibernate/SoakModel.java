// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.Nullable;

/**
 * What the soak caches. Each key of each kind has a history in the database: its changes are
 * numbered by a row that is locked until their commit, and each has a number of chance beside, so
 * that what was rolled back can be told from what was committed.
 */
final class SoakModel {
  static final Class<?>[] ENTITIES = {
    Doc.class, Plain.class, Loose.class, Fact.class, Box.class, Named.class
  };

  private SoakModel() {}

  /** One change of a key. */
  record Change(long serial, long nonce) {}

  /** A sort of cached thing, and how to change and read it. */
  enum Kind {
    DOC {
      @Override
      void change(Session session, long key, Change change) {
        changeOrPersist(session, session.find(Doc.class, key), new Doc(), key, change);
      }

      @Override
      @Nullable Change read(Session session, long key) {
        return of(session.find(Doc.class, key));
      }
    },
    PLAIN {
      @Override
      void change(Session session, long key, Change change) {
        changeOrPersist(session, session.find(Plain.class, key), new Plain(), key, change);
      }

      @Override
      @Nullable Change read(Session session, long key) {
        return of(session.find(Plain.class, key));
      }
    },
    LOOSE {
      @Override
      void change(Session session, long key, Change change) {
        changeOrPersist(session, session.find(Loose.class, key), new Loose(), key, change);
      }

      @Override
      @Nullable Change read(Session session, long key) {
        return of(session.find(Loose.class, key));
      }
    },
    /** Deleted and inserted again, as it may not be updated. */
    FACT {
      @Override
      void change(Session session, long key, Change change) {
        Fact old = session.find(Fact.class, key);
        if (old != null) {
          session.remove(old);
          session.flush();
        }
        changeOrPersist(session, null, new Fact(), key, change);
      }

      @Override
      @Nullable Change read(Session session, long key) {
        return of(session.find(Fact.class, key));
      }
    },
    /** A collection of one element. */
    LABELS {
      @Override
      void change(Session session, long key, Change change) {
        Box box = session.find(Box.class, key);
        box.labels.clear();
        box.labels.add(change.serial() << 32 | change.nonce());
      }

      @Override
      @Nullable Change read(Session session, long key) {
        long label = session.find(Box.class, key).labels.iterator().next();
        return new Change(label >>> 32, label & 0xffff_ffffL);
      }
    },
    /** A natural id that goes to another row with each change. */
    NAMED {
      @Override
      void change(Session session, long key, Change change) {
        Named old = byName(session, key);
        if (old != null) {
          session.remove(old);
          session.flush();
        }
        Named named = new Named();
        named.name = "name-" + key;
        changeOrPersist(session, null, named, key + 1000 * change.serial(), change);
      }

      @Override
      @Nullable Change read(Session session, long key) {
        return of(byName(session, key));
      }

      private @Nullable Named byName(Session session, long key) {
        return session.bySimpleNaturalId(Named.class).load("name-" + key);
      }
    };

    abstract void change(Session session, long key, Change change);

    /** What a session finds; null: nothing. */
    abstract @Nullable Change read(Session session, long key);

    private static void changeOrPersist(
        Session session, @Nullable Held found, Held fresh, long id, Change change) {
      Held held = found == null ? fresh : found;
      held.serial = change.serial();
      held.nonce = change.nonce();
      if (found == null) {
        held.id = id;
        session.persist(held);
      }
    }

    private static @Nullable Change of(@Nullable Held held) {
      return held == null ? null : new Change(held.serial, held.nonce);
    }
  }

  /** What all have. */
  @MappedSuperclass
  abstract static class Held {
    @Id long id;
    long serial;
    long nonce;
  }

  @Entity(name = "Doc")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Doc extends Held {
    @Version int version;
  }

  @Entity(name = "Plain")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Plain extends Held {}

  @Entity(name = "Loose")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  static class Loose extends Held {}

  @Entity(name = "Fact")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  static class Fact extends Held {}

  @Entity(name = "Box")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Box {
    @Id long id;
    @Version int version;

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    Set<Long> labels = new HashSet<>();
  }

  @Entity(name = "Named")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @NaturalIdCache
  static class Named extends Held {
    @NaturalId String name;
  }
}
