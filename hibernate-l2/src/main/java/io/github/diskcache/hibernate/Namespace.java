// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.hibernate.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Which database a cache belongs to, as the name of a folder: two databases must never share
 * entries, and the same one must find its own again after a restart.
 */
final class Namespace {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
  private static final Pattern AUTHORITY = Pattern.compile("//[^/@]*@");
  private static final Pattern ORACLE = Pattern.compile(":[^:/@]+/[^@]*@");
  private static final Pattern CREDENTIAL =
      Pattern.compile("(?i)([?&;])(user|username|password|pwd|uid)=[^&;]*");

  private static final List<String> URLS =
      List.of(
          "jakarta.persistence.jdbc.url", "hibernate.connection.url", "javax.persistence.jdbc.url");
  private static final List<String> USERS =
      List.of(
          "jakarta.persistence.jdbc.user",
          "hibernate.connection.username",
          "hibernate.connection.user",
          "javax.persistence.jdbc.user");
  private static final List<String> SOURCES =
      List.of(
          "jakarta.persistence.jtaDataSource",
          "jakarta.persistence.nonJtaDataSource",
          "hibernate.connection.datasource",
          "javax.persistence.jtaDataSource",
          "javax.persistence.nonJtaDataSource");

  private Namespace() {}

  static String of(SettingText texts) {
    String given = texts.text(DiskCacheSettings.NAMESPACE);
    if (given != null) {
      if (!NAME.matcher(given).matches()) {
        throw SettingText.refused(
            DiskCacheSettings.NAMESPACE, given, "letters, digits, -, _ and ., at most 100");
      }
      return given;
    }
    String database = database(texts);
    String prefix = texts.text("hibernate.cache.region_prefix", "");
    byte[] identity = (database + "\n" + prefix).getBytes(StandardCharsets.UTF_8);
    return String.format("%016x", Hash.digest64(identity));
  }

  private static String database(SettingText texts) {
    String url = first(texts, URLS);
    if (url != null) {
      String user = first(texts, USERS);
      return withoutCredentials(url) + "\n" + (user == null ? "" : user);
    }
    for (String name : SOURCES) {
      Object source = texts.values().get(name);
      if (source instanceof DataSource dataSource) {
        return askedFor(dataSource);
      }
      if (source != null) {
        return source.toString();
      }
    }
    throw new CacheException(
        "Cannot start the second-level cache: the settings name no JDBC URL and no data source by"
            + " which this database could be told from others; set ["
            + DiskCacheSettings.NAMESPACE
            + "]");
  }

  private static String askedFor(DataSource source) {
    try (Connection connection = source.getConnection()) {
      return withoutCredentials(String.valueOf(connection.getMetaData().getURL()))
          + "\n"
          + connection.getMetaData().getUserName();
    } catch (SQLException e) {
      throw new CacheException(
          "Cannot start the second-level cache: the data source did not tell which database it is;"
              + " set ["
              + DiskCacheSettings.NAMESPACE
              + "]",
          e);
    }
  }

  static String withoutCredentials(String url) {
    String anonymous = AUTHORITY.matcher(url).replaceAll("//");
    anonymous = ORACLE.matcher(anonymous).replaceAll(":@");
    return CREDENTIAL.matcher(anonymous).replaceAll("$1");
  }

  private static @Nullable String first(SettingText texts, List<String> names) {
    for (String name : names) {
      String text = texts.text(name);
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
