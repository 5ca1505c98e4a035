// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.map.ChronicleMap;
import org.jspecify.annotations.Nullable;

/** Chronicle Map in a mapped file, which several processes may open. */
final class ChronicleStore implements Store {
  /** It reaches into the JDK: without these it does not start on JDK 17 and newer. */
  static final List<String> JVM_ARGUMENTS =
      List.of(
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
          "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
          "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  private final ChronicleMap<String, byte[]> map;

  ChronicleStore(Path directory, Scale scale) {
    try {
      this.map =
          ChronicleMap.of(String.class, byte[].class)
              .name("benchmark")
              .averageKeySize(Data.KEY_LENGTH)
              .averageValueSize(scale.valueBytes())
              .entries(scale.entries() + scale.entries() / 4 + 1000)
              .createPersistedTo(directory.resolve("chronicle.map").toFile());
    } catch (IOException e) {
      throw new BenchmarkException("Cannot open Chronicle Map: " + e.getMessage(), e);
    }
  }

  @Override
  public byte @Nullable [] get(String key) {
    return map.get(key);
  }

  @Override
  public void set(String key, Object value) {
    map.put(key, (byte[]) value);
  }

  @Override
  public void delete(String key) {
    map.remove(key);
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public void close() {
    map.close();
  }
}
