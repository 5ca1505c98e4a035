// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;

/** Versions of an application: entity classes of the same names, compiled apart. */
final class Versions {
  private final Path directory;
  private final Map<String, Object> settings;
  private final List<Closeable> opened = new ArrayList<>();

  Versions(Path directory, Map<String, Object> settings) {
    this.directory = directory;
    this.settings = settings;
  }

  /** One version: its session factory, and its classes by reflection. */
  record Version(SessionFactory factory, Class<?> entity) implements Closeable {

    void persist(long id, Map<String, Object> values) {
      Object made = made(entity);
      set(made, "id", id);
      values.forEach((name, value) -> set(made, name, value));
      factory.inTransaction(session -> session.persist(made));
    }

    void update(long id, String name, Object value) {
      factory.inTransaction(session -> set(session.find(entity, id), name, value));
    }

    Object read(long id, String name) {
      return factory.fromTransaction(session -> get(session.find(entity, id), name));
    }

    /** A constant of an enum that the entity's class declares. */
    Object constant(String type, String name) throws ReflectiveOperationException {
      Class<?> found = entity.getClassLoader().loadClass(entity.getName() + "$" + type);
      return found.getField(name).get(null);
    }

    /** An object of a class that the entity's class declares, made of a number. */
    Object part(String type, int number) throws ReflectiveOperationException {
      Class<?> found = entity.getClassLoader().loadClass(entity.getName() + "$" + type);
      return found.getConstructor(int.class).newInstance(number);
    }

    @Override
    public void close() {
      factory.close();
    }

    private static Object made(Class<?> type) {
      try {
        return type.getConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Object get(Object target, String name) {
      try {
        return target.getClass().getField(name).get(target);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void set(Object target, String name, Object value) {
      try {
        target.getClass().getField(name).set(target, value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Compiles an entity with this body, and opens a session factory for it. */
  Version of(String name, String body) {
    String source =
        """
        package shop;
        import jakarta.persistence.*;
        import org.hibernate.annotations.Cache;
        import org.hibernate.annotations.CacheConcurrencyStrategy;
        @Entity @Cacheable @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        public class Item {
          @Id public Long id;
        %s
        }
        """
            .formatted(body);
    try {
      Path classes = Files.createDirectories(directory.resolve("classes-" + name));
      compile(source, classes);
      URLClassLoader loader =
          new URLClassLoader(new URL[] {classes.toUri().toURL()}, Versions.class.getClassLoader());
      Version version = opened(loader.loadClass("shop.Item"), loader);
      opened.add(version);
      opened.add(loader);
      return version;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private Version opened(Class<?> entity, ClassLoader loader) {
    var bootstrap = new BootstrapServiceRegistryBuilder().applyClassLoader(loader).build();
    var registry = new StandardServiceRegistryBuilder(bootstrap).applySettings(settings).build();
    return new Version(
        new MetadataSources(registry)
            .addAnnotatedClass(entity)
            .buildMetadata()
            .buildSessionFactory(),
        entity);
  }

  private static void compile(String source, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Item.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-classpath",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString());
    if (!compiler.getTask(said, null, null, options, null, List.of(file)).call()) {
      throw new IllegalStateException(said.toString());
    }
  }

  void close() {
    for (Closeable each : opened) {
      try {
        each.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
