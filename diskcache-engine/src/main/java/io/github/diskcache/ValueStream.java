// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a value, open for reading.
 *
 * @param stream the bytes from the first on
 * @param path the value file, for handing to something that sends files; null when the value is
 *     kept in the database. Whoever replaces or removes the entry removes the file
 * @param sizeBytes how many bytes there are
 */
public record ValueStream(InputStream stream, @Nullable Path path, long sizeBytes)
    implements Closeable {

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
