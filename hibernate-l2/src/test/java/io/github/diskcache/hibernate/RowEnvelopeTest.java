// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowEnvelopeTest {
  private static final byte[] KEY = {1, 2, 3};
  private static final long ERA = 77;

  @Test
  void read_whatWasWritten_isTheSame() {
    Row.Value value = new Row.Value(5, 6, new byte[] {7}, new byte[] {8, 9});
    Row.Locked locked = new Row.Locked(new LockMark(new UUID(1, 2), 3), 4, 5, 6, true);

    assertThat(read(value)).usingRecursiveComparison().isEqualTo(value);
    assertThat(read(locked)).usingRecursiveComparison().isEqualTo(locked);
  }

  private static Row read(Row row) {
    return Envelope.read(KEY, ERA, Envelope.write(KEY, ERA, row));
  }

  @Test
  void read_anyBitFlippedOrByteCut_isDamaged() {
    byte[] good = Envelope.write(KEY, ERA, new Row.Value(5, 6, null, new byte[] {8, 9}));
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(Envelope.read(KEY, ERA, bad)).isEqualTo(new Row.Unreadable(true));
    }
    for (int length = 0; length < good.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(good, length);
      assertThat(Envelope.read(KEY, ERA, cut)).isEqualTo(new Row.Unreadable(true));
    }
  }

  @Test
  void read_underAnotherKey_isDamaged() {
    byte[] good = Envelope.write(KEY, ERA, new Row.Value(1, 2, null, new byte[0]));

    assertThat(Envelope.read(new byte[] {1, 2, 4}, ERA, good)).isEqualTo(new Row.Unreadable(true));
  }

  @Test
  void read_ofAnotherEra_isOldAndNotDamaged() {
    byte[] good = Envelope.write(KEY, ERA, new Row.Value(1, 2, null, new byte[0]));

    assertThat(Envelope.read(KEY, ERA + 1, good)).isEqualTo(new Row.Unreadable(false));
  }
}
