// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaSerializationCodecTest {
  private static final String INVOICE = Invoice.class.getName();

  @RegisterExtension final Stores stores = new Stores();

  /** Set by code that must never run. */
  private static boolean marked;

  /** What an attacker would leave in a directory: reading it runs code. */
  static class Gadget implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      marked = true;
    }
  }

  /** A gadget whose code runs as soon as the class is initialized. */
  static class EagerGadget implements Serializable {
    private static final long serialVersionUID = 1;

    static {
      marked = true;
    }
  }

  static class Invoice implements Serializable {
    private static final long serialVersionUID = 1;
    final int number;
    final Serializable attachment;

    Invoice(int number, Serializable attachment) {
      this.number = number;
      this.attachment = attachment;
    }
  }

  static class GadgetHandler implements InvocationHandler, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return null;
    }
  }

  interface Supply extends Serializable {
    Object get();
  }

  @BeforeEach
  void unmark() {
    marked = false;
  }

  @AfterEach
  void nothingEverRan() {
    assertThat(marked).as("code from the data has run").isFalse();
  }

  private static JavaSerializationCodec<Invoice> invoices(String... more) {
    return allowing(Invoice.class, INVOICE, more);
  }

  private static <T> JavaSerializationCodec<T> allowing(
      Class<T> type, String first, String... more) {
    return JavaSerializationCodec.allowing(
        type, JavaSerializationCodecTest.class.getClassLoader(), first, more);
  }

  @Test
  void encode_allowedClass_comesBack() {
    Invoice back = invoices().decode(invoices().encode(new Invoice(7, "text")));

    assertThat(back.number).isEqualTo(7);
    assertThat(back.attachment).isEqualTo("text");
    assertThat(invoices().decode(invoices().encode(new Invoice(7, 5L))).attachment).isEqualTo(5L);
    assertThat(invoices().decode(invoices().encode(new Invoice(7, new int[] {1}))).attachment)
        .isEqualTo(new int[] {1});
  }

  @Test
  void encode_classThatIsNotAllowed_isRefusedWhenItIsPut() {
    assertThatThrownBy(() -> invoices().encode(new Invoice(7, new ArrayList<>())))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot read as "
                + INVOICE
                + " [serialized object]: class [java.util.ArrayList] is not on the allow-list;"
                + " allow it, if you know all that reading it does");
    assertThat(
            invoices("java.util.ArrayList").encode(new Invoice(7, new ArrayList<>(List.of(1, 2)))))
        .isInstanceOf(byte[].class);
    assertThatThrownBy(() -> invoices().encode(new Invoice(7, new Gadget())))
        .isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> allowing(Object.class, INVOICE).encode(new Object()))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("java.io.NotSerializableException");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void decode_gadget_isRefusedWhereverItStands(int where) throws IOException {
    Object gadget = new Gadget();
    Object hidden =
        switch (where) {
          case 0 -> gadget;
          case 1 -> new Invoice(7, (Serializable) gadget);
          case 2 -> new Gadget[] {(Gadget) gadget};
          case 3 -> new Invoice(7, new Gadget[][] {{(Gadget) gadget}});
          default -> new Invoice(7, new ArrayList<>(List.of(Map.of("a", gadget))));
        };

    assertThatThrownBy(() -> invoices("java.util.*").decode(serialized(hidden)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("is not on the allow-list");
  }

  @Test
  void decode_emptyArrayOfGadgets_isRefusedByItsComponentType() throws IOException {
    assertThatThrownBy(() -> invoices().decode(serialized(new Invoice(7, new Gadget[0]))))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("class [" + Gadget.class.getName() + "[]] is not on the allow-list");
  }

  @Test
  void decode_classThatRunsCodeWhenInitialized_isNeverInitialized() throws IOException {
    byte[] bytes = serialized(new EagerGadget());
    // Serializing it here has initialized it; in a loader of its own it is not.
    marked = false;
    JavaSerializationCodec<Object> codec =
        JavaSerializationCodec.allowing(
            Object.class, new FreshLoader(JavaSerializationCodecTest.class), INVOICE);

    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("EagerGadget] is not on the allow-list");
  }

  @Test
  void decode_proxyOrLambda_isRefusedEvenIfAllowed() throws IOException {
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Supply.class}, new GadgetHandler());
    Supply lambda = () -> marked = true;
    JavaSerializationCodec<Object> codec =
        allowing(Object.class, "io.github.diskcache.*", "java.lang.**", "java.util.**");

    assertThatThrownBy(() -> codec.decode(serialized(proxy)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("it has a proxy");
    assertThatThrownBy(() -> codec.decode(serialized(lambda)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("class [java.lang.invoke.SerializedLambda] is not on the allow-list");
  }

  @Test
  void decode_depth_isLimited() throws IOException {
    List<Object> fits = nested(15);

    JavaSerializationCodec<Object> codec = allowing(Object.class, "java.util.ArrayList");
    assertThat(codec.decode(codec.encode(fits))).isEqualTo(fits);
    assertThatThrownBy(() -> codec.encode(nested(30)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("it is deeper than 20");
    byte[] deep = serialized(nested(500));
    assertThatThrownBy(() -> codec.decode(deep)).isInstanceOf(CacheTypeException.class);
  }

  /** The classic: hashing sets nested so takes 2^100 steps. */
  @Test
  void decode_setsThatTakeForeverToHash_isRefused() throws IOException {
    Set<Object> root = new HashSet<>();
    Set<Object> one = root;
    Set<Object> two = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Set<Object> nextOne = new HashSet<>();
      Set<Object> nextTwo = new HashSet<>();
      nextOne.add("it");
      one.add(nextOne);
      one.add(nextTwo);
      two.add(nextOne);
      two.add(nextTwo);
      one = nextOne;
      two = nextTwo;
    }
    byte[] bytes = serialized(root);

    assertThatThrownBy(() -> allowing(Object.class, "java.util.**").decode(bytes))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void decode_arrayLongerThanItsBytes_isRefusedBeforeItIsMade() throws IOException {
    byte[] bytes = serialized(new byte[10]);
    // The length stands before the elements; then two thousand million.
    bytes[bytes.length - 14] = 0x77;

    assertThatThrownBy(() -> allowing(Object.class, "java.util.*").decode(bytes))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("it has more references or longer arrays than bytes");
  }

  @Test
  void encode_largeCollections_areNoBombs() {
    JavaSerializationCodec<Object> codec = allowing(Object.class, "java.util.**");
    Map<Integer, Object> map = new HashMap<>(4, 0.25f);
    for (int i = 0; i < 5000; i++) {
      map.put(i, i % 2 == 0 ? null : "value");
    }
    List<Object> nulls = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      nulls.add(null);
    }

    assertThat(codec.decode(codec.encode(map))).isEqualTo(map);
    assertThat(codec.decode(codec.encode(nulls))).isEqualTo(nulls);
    assertThat(codec.decode(codec.encode(new ArrayList<>(5)))).isEqualTo(List.of());
    assertThat(codec.decode(codec.encode(new HashMap<>(5)))).isEqualTo(Map.of());
  }

  @Test
  void decode_anotherTypeOrKind_isRefused() throws IOException {
    assertThatThrownBy(() -> invoices().decode("text"))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageStartingWith("Cannot read as " + INVOICE + " [java.lang.String]");
    assertThatThrownBy(() -> invoices().decode(serialized("text")))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("java.lang.ClassCastException");
  }

  @Test
  void decode_damage_isAMissOrARefusalAndNothingElse() {
    JavaSerializationCodec<Object> codec =
        allowing(Object.class, INVOICE, "java.util.ArrayList", "java.util.HashMap");
    byte[] bytes =
        (byte[]) codec.encode(new Invoice(7, new ArrayList<>(List.of("a", 1L, new HashMap<>()))));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(DamagedValueException.class);
    }
    assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(RuntimeException.class);
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = bytes.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        mutated[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        codec.decode(mutated);
      } catch (DamagedValueException | CacheTypeException e) {
        // one of the two answers; what else there is, the cache turns into a refusal
      } catch (RuntimeException e) {
        assertThat(e.getStackTrace()).as(e.toString()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "**",
        "java.**.x",
        "com.**",
        "java.*",
        "!com.acme.Order",
        "com.acme.Order;*",
        "maxdepth=5",
        "com.acme.Ord*",
        "com/acme",
        "Order",
        "com.acme.",
        ".com.acme",
        "com.acme.***"
      })
  void allowing_patternThatIsWideOrNone_isRefused(String pattern) {
    if (pattern.equals("java.*")) {
      // One part and a wildcard: all of java, for a reader who takes the star for two.
      assertThatThrownBy(() -> invoices(pattern)).isInstanceOf(CacheSettingException.class);
      return;
    }
    assertThatThrownBy(() -> invoices(pattern))
        .isInstanceOf(CacheSettingException.class)
        .hasMessageContaining("neither a class nor a package of two or more parts");
  }

  @Test
  void allowing_packages_takesWhatIsInThem() {
    Invoice invoice = new Invoice(7, new ArrayList<>());

    assertThat(allowing(Invoice.class, "io.github.diskcache.*", "java.util.*").encode(invoice))
        .isNotNull();
    assertThat(allowing(Invoice.class, "io.github.**", "java.util.**").encode(invoice)).isNotNull();
    assertThatThrownBy(() -> allowing(Invoice.class, "io.github.*", "java.util.*").encode(invoice))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void cache_plantedGadget_isRefusedAndNothingRuns() throws Exception {
    Cache<String, Invoice> cache =
        stores.opened(stores.builder().nearTier(0).open(Codec.ofKey(String.class), invoices()));
    cache.set("k", new Invoice(7, "x"));
    assertThat(cache.get("k").number).isEqualTo(7);
    Stores.rows(
        stores.directory(), "UPDATE Cache SET value = ?", (Object) serialized(new Gadget()));

    assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> cache.pop("k")).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> cache.set("k", new Invoice(8, new Gadget())))
        .isInstanceOf(CacheTypeException.class);
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void cache_plantedGadgetUnderEveryOtherCodec_staysBytes() throws Exception {
    Cache<Object, Object> raw = stores.open();
    raw.set("k", serialized(new Gadget()));

    assertThat(raw.get("k")).isInstanceOf(byte[].class);
    Cache<String, CodecTest.Point> typed =
        stores.opened(stores.builder().open(String.class, CodecTest.Point.class));
    assertThatThrownBy(() -> typed.get("k")).isInstanceOf(CacheTypeException.class);
  }

  private static List<Object> nested(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = 1; i < depth; i++) {
      list = new ArrayList<>(List.<Object>of(list));
    }
    return list;
  }

  private static byte[] serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  /** Loads the classes inside a class anew; their marks are their own. */
  private static final class FreshLoader extends ClassLoader {
    private final String prefix;

    FreshLoader(Class<?> outer) {
      super(outer.getClassLoader());
      this.prefix = outer.getName() + '$';
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(prefix)) {
        return super.loadClass(name, resolve);
      }
      try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        Class<?> known = findLoadedClass(name);
        return known == null ? defineClass(name, code, 0, code.length) : known;
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
