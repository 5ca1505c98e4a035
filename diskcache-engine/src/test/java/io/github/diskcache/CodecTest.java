// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
  record Line(String article, int pieces, BigDecimal price) {}

  record Order(long number, Instant at, List<Line> lines, Map<String, Double> discounts) {}

  record Point(double x, double y) {}

  record Tagged(Set<String> tags, Map<String, Integer> counts, Point at) {}

  enum Colour {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "not its name";
      }
    }
  }

  static class Customer {
    public String name = "";
    private int age;

    public int getAge() {
      return age;
    }

    public void setAge(int age) {
      this.age = age;
    }
  }

  static class Debtor extends Customer {
    public long debt;
  }

  interface Shape {}

  record Circle(double radius) implements Shape {}

  record Drawing(Shape shape) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(Card.class), @JsonSubTypes.Type(Cash.class)})
  sealed interface Payment {}

  record Card(String number) implements Payment {}

  record Cash(long cents) implements Payment {}

  record Payments(List<Payment> all) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  static class NamesItsClass {
    public int x;
  }

  static class HasOpenProperty {
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    public Object anything = "";
  }

  static class HasMinimalName {
    @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
    public List<Object> anything = List.of();
  }

  record Typed(Class<?> type) {}

  static class Node {
    public Node next;
  }

  // Natively

  static Stream<Object> natives() {
    return Stream.of(
        "text",
        7L,
        7,
        (short) 7,
        (byte) 7,
        1.5,
        1.5f,
        true,
        BigInteger.TEN.pow(30),
        Tuple.of(1L, "a"));
  }

  @ParameterizedTest
  @MethodSource("natives")
  void of_nativeType_storesItselfAndReadsItsType(Object value) {
    assertThat(stored(value.getClass(), value)).isEqualTo(value);
    assertThat(roundTrip(value.getClass(), value)).isEqualTo(value);
  }

  @Test
  void of_primitiveClass_isItsBox() {
    assertThat(Codec.of(int.class).decode(7L)).isEqualTo(7);
    assertThat(Codec.of(boolean.class).decode(true)).isEqualTo(true);
    assertThat(Codec.of(char.class).decode("c")).isEqualTo('c');
  }

  @Test
  void decode_numberThatDoesNotFit_isRefused() {
    assertThatThrownBy(() -> Codec.of(Integer.class).decode(1L << 31))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot read as java.lang.Integer [java.lang.Long]: what is stored does not fit that"
                + " type; open the cache with the type it was written with, or delete the entry");
    assertRefused(Short.class, 40_000L);
    assertRefused(Byte.class, -129L);
    assertRefused(Long.class, 1.5);
    assertRefused(Long.class, 0x1p63);
    assertRefused(Long.class, Double.NaN);
    assertRefused(Long.class, BigInteger.TWO.pow(63));
    assertRefused(Float.class, 0.1);
    assertRefused(Double.class, (1L << 53) + 1);
    assertRefused(Double.class, Long.MAX_VALUE);
    assertRefused(BigInteger.class, 0.5);
    assertRefused(Boolean.class, 1L);
    assertRefused(String.class, new byte[0]);
    assertRefused(byte[].class, "");
    assertRefused(Tuple.class, List.of());
    assertRefused(Number.class, "1");
  }

  @Test
  void decode_numberThatFits_isExact() {
    assertThat(Codec.of(Integer.class).decode((long) Integer.MIN_VALUE))
        .isEqualTo(Integer.MIN_VALUE);
    assertThat(Codec.of(Long.class).decode(-1.0)).isEqualTo(-1L);
    assertThat(Codec.of(Long.class).decode(-0x1p63)).isEqualTo(Long.MIN_VALUE);
    assertThat(Codec.of(Double.class).decode(1L << 53)).isEqualTo(0x1p53);
    assertThat(Codec.of(Double.class).decode(Double.NaN)).isNaN();
    assertThat(Codec.of(Float.class).decode((double) 0.1f)).isEqualTo(0.1f);
    assertThat(Codec.of(Float.class).decode(Double.NEGATIVE_INFINITY))
        .isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Codec.of(Float.class).decode(-0.0)).isEqualTo(-0.0f);
    assertThat(Codec.of(BigInteger.class).decode(5L)).isEqualTo(BigInteger.valueOf(5));
    assertThat(Codec.of(Number.class).decode(5L)).isEqualTo(5L);
    assertThat(Codec.of(Object.class).decode("anything")).isEqualTo("anything");
  }

  private static void assertRefused(Class<?> type, Object stored) {
    assertThatThrownBy(() -> Codec.of(type).decode(stored))
        .as("%s as %s", stored, type)
        .isInstanceOf(CacheTypeException.class)
        .hasMessageStartingWith("Cannot read as " + type.getTypeName());
  }

  // As text

  static Stream<Object> texts() {
    return Stream.of(
        Instant.parse("2026-11-21T10:15:30.123456789Z"),
        Instant.MAX,
        LocalDate.of(2026, 11, 21),
        LocalTime.NOON,
        LocalDateTime.of(2026, 11, 21, 0, 0),
        OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHoursMinutes(5, 30)),
        OffsetDateTime.of(2026, 11, 21, 1, 2, 3, 4, ZoneOffset.MAX),
        ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
            .withLaterOffsetAtOverlap(),
        Duration.ofSeconds(-1, 1),
        Period.of(1, -2, 3),
        Year.of(5),
        Year.of(-10_000),
        YearMonth.of(10_000, 1),
        MonthDay.of(2, 29),
        ZoneId.of("Europe/Berlin"),
        ZoneOffset.UTC,
        new UUID(1, 2),
        URI.create("http://a/b?c#d"),
        new BigDecimal("1.10"),
        new BigDecimal("1E+3"),
        'c',
        Colour.RED,
        Colour.GREEN,
        TimeUnit.DAYS);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void of_typeWithText_storesTextAndReadsItsType(Object value) {
    Class<?> type =
        value instanceof Enum<?> constant
            ? constant.getDeclaringClass()
            : value instanceof ZoneId && !(value instanceof ZoneOffset)
                ? ZoneId.class
                : value.getClass();

    assertThat(stored(type, value)).isInstanceOf(String.class);
    assertThat(roundTrip(type, value)).isEqualTo(value);
    assertThat(Codec.ofKey((Type) type).decode(stored(type, value))).isEqualTo(value);
    assertThatThrownBy(() -> Codec.of(type).decode("certainly not"))
        .isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Codec.of(type).decode(1L)).isInstanceOf(CacheTypeException.class);
  }

  @Test
  void of_enum_storesItsName() {
    assertThat(stored(Colour.class, Colour.GREEN)).isEqualTo("GREEN");
  }

  // Containers

  static final List<String> TEXTS = List.of();
  static final ArrayList<Integer> INTEGERS = new ArrayList<>();
  static final Map<LocalDate, List<Short>> SHORTS_BY_DATE = Map.of();
  static final Set<Colour> COLOURS = Set.of();
  static final Collection<? extends Number> NUMBERS = List.of();
  static final List<Order> ORDERS = List.of();
  static final Map<String, Line> LINES = Map.of();
  static final TreeMap<String, Integer> SORTED = new TreeMap<>();
  static final List<Shape> SHAPES = List.of();
  static final List<Payment> PAYMENTS = List.of();
  static final Set<Set<String>> SETS = Set.of();

  private static Type type(String field) {
    try {
      return CodecTest.class.getDeclaredField(field).getGenericType();
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void of_containersOfPlainTypes_areStoredAsThemselves() {
    assertThat(stored(type("TEXTS"), List.of("a"))).isEqualTo(List.of("a"));
    assertThat(stored(type("NUMBERS"), Set.of(5))).isEqualTo(List.of(5));
    assertThat(stored(type("SHORTS_BY_DATE"), Map.of(LocalDate.EPOCH, List.of((short) 1))))
        .isEqualTo(Map.of("1970-01-01", List.of((short) 1)));
    assertThat(stored(type("COLOURS"), Set.of(Colour.RED))).isEqualTo(Set.of("RED"));
    assertThat(stored(List.class, List.of(1, List.of()))).isEqualTo(List.of(1, List.of()));
    assertThat(stored(Map.class, Map.of(1, 2))).isEqualTo(Map.of(1, 2));
  }

  @Test
  void of_containersOfPlainTypes_comeBackExactly() {
    assertThat(throughTheDisk(type("INTEGERS"), new ArrayList<>(Arrays.asList(1, null, 3))))
        .isEqualTo(Arrays.asList(1, null, 3))
        .isExactlyInstanceOf(ArrayList.class);
    assertThat(throughTheDisk(type("SHORTS_BY_DATE"), Map.of(LocalDate.EPOCH, List.of((short) 1))))
        .isEqualTo(Map.of(LocalDate.EPOCH, List.of((short) 1)));
    assertThat(throughTheDisk(type("COLOURS"), Set.of(Colour.RED, Colour.GREEN)))
        .isEqualTo(Set.of(Colour.RED, Colour.GREEN));
    assertThat(throughTheDisk(type("SETS"), Set.of(Set.of("a")))).isEqualTo(Set.of(Set.of("a")));
    assertThat(Codec.of(type("TEXTS")).decode(Tuple.of("a", "b"))).isEqualTo(List.of("a", "b"));
  }

  @Test
  void decode_containerWithOtherElements_isRefused() {
    assertThatThrownBy(() -> Codec.of(type("INTEGERS")).decode(List.of(1L, "2")))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageStartingWith("Cannot read as java.lang.Integer [java.lang.String]");
    assertThatThrownBy(() -> Codec.of(type("TEXTS")).decode(Map.of()))
        .isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Codec.of(type("TEXTS")).decode(Set.of()))
        .isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Codec.of(type("COLOURS")).decode(List.of()))
        .isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Codec.of(type("SHORTS_BY_DATE")).decode(List.of()))
        .isInstanceOf(CacheTypeException.class);
  }

  // As JSON

  private static final Order ORDER =
      new Order(
          7,
          Instant.parse("2026-11-21T10:15:30.123456789Z"),
          List.of(new Line("é\"", 3, new BigDecimal("1.10"))),
          new LinkedHashMap<>(Map.of("b", Double.NaN)));

  @Test
  void of_record_isJsonOfSortedProperties() {
    assertThat(stored(Order.class, ORDER))
        .isEqualTo(
            "{\"at\":\"2026-11-21T10:15:30.123456789Z\",\"discounts\":{\"b\":\"NaN\"},"
                + "\"lines\":[{\"article\":\"é\\\"\",\"pieces\":3,\"price\":1.10}],\"number\":7}");
    assertThat(roundTrip(Order.class, ORDER)).isEqualTo(ORDER);
    assertThat(throughTheDisk(type("ORDERS"), List.of(ORDER))).isEqualTo(List.of(ORDER));
    assertThat(throughTheDisk(type("LINES"), Map.of("a", ORDER.lines().get(0))))
        .isEqualTo(Map.of("a", ORDER.lines().get(0)));
    assertThat(throughTheDisk(type("SORTED"), new TreeMap<>(Map.of("a", 1))))
        .isEqualTo(Map.of("a", 1))
        .isExactlyInstanceOf(TreeMap.class);
    assertThat((int[]) roundTrip(int[].class, new int[] {1, 2})).containsExactly(1, 2);
  }

  @Test
  void of_bean_comesBackAsItsClass() {
    Customer customer = new Customer();
    customer.name = "Ada";
    customer.setAge(36);

    assertThat(roundTrip(Customer.class, customer))
        .isExactlyInstanceOf(Customer.class)
        .usingRecursiveComparison()
        .isEqualTo(customer);
  }

  @Test
  void of_value_keepsTheOrderOfMapsAndZonesOfTimes() {
    record Trip(Map<String, Integer> stops, ZonedDateTime leaves, Duration lasts) {}
    Map<String, Integer> stops = new LinkedHashMap<>();
    stops.put("z", 1);
    stops.put("a", 2);
    ZonedDateTime leaves = ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneId.of("Asia/Kolkata"));

    Trip back = (Trip) roundTrip(Trip.class, new Trip(stops, leaves, Duration.ofNanos(1)));

    assertThat(back).isEqualTo(new Trip(stops, leaves, Duration.ofNanos(1)));
    assertThat(back.stops().keySet()).containsExactly("z", "a");
  }

  @Test
  void ofKey_equalKeys_areEqualText() {
    Map<String, Integer> forth = new LinkedHashMap<>();
    forth.put("a", 1);
    forth.put("b", 2);
    Map<String, Integer> back = new LinkedHashMap<>();
    back.put("b", 2);
    back.put("a", 1);
    Codec<Tagged> codec = Codec.ofKey(Tagged.class);
    String json =
        "{\"at\":{\"x\":0.1,\"y\":2.0},\"counts\":{\"a\":1,\"b\":2},\"tags\":[\"x\",\"y\"]}";

    Set<String> tags = new LinkedHashSet<>(List.of("y", "x"));
    assertThat(codec.encode(new Tagged(tags, back, new Point(0.1, 2)))).isEqualTo(json);
    assertThat(codec.encode(new Tagged(new HashSet<>(tags), forth, new Point(0.1, 2))))
        .isEqualTo(json);
    assertThat(codec.decode(json)).isEqualTo(new Tagged(tags, forth, new Point(0.1, 2)));
    assertThat(Codec.ofKey(type("SETS")).encode(Set.of(Set.of("b", "a"), Set.of())))
        .isEqualTo("[[\"a\",\"b\"],[]]");
    assertThat(Codec.<Map<String, Integer>>ofKey(HashMap.class).encode(back))
        .isEqualTo("{\"a\":1,\"b\":2}");
  }

  @Test
  void of_closedHierarchy_comesBackByName() {
    assertThat(roundTrip(Payment.class, new Card("4111"))).isEqualTo(new Card("4111"));
    assertThat(roundTrip(type("PAYMENTS"), List.of(new Cash(5), new Card(""))))
        .isEqualTo(List.of(new Cash(5), new Card("")));
    assertThat(roundTrip(Payments.class, new Payments(List.of(new Cash(5)))))
        .isEqualTo(new Payments(List.of(new Cash(5))));
  }

  @Test
  void of_typesThatNameClasses_areRefused() {
    for (Class<?> type :
        List.of(NamesItsClass.class, HasOpenProperty.class, HasMinimalName.class)) {
      assertThatThrownBy(() -> Codec.of(type))
          .as(type.getName())
          .isInstanceOf(CacheTypeException.class)
          .hasMessageContaining("denied resolution");
    }
  }

  @Test
  void decode_classNamesInData_areOnlyData() {
    String gadget = "[\"" + JavaSerializationCodecTest.Gadget.class.getName() + "\",{\"x\":1}]";

    assertThat(Codec.of(Object[].class).decode(gadget))
        .isEqualTo(
            new Object[] {JavaSerializationCodecTest.Gadget.class.getName(), Map.of("x", 1)});
    assertThatThrownBy(
            () -> Codec.of(Point.class).decode("{\"@class\":\"java.io.File\",\"x\":1,\"y\":2}"))
        .isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(
            () ->
                Codec.of(Payment.class)
                    .decode("{\"@type\":\"" + Gadgetry.class.getName() + "\",\"number\":\"1\"}"))
        .isInstanceOf(CacheTypeException.class);
  }

  static class Gadgetry {}

  @Test
  void decode_classThatIsAProperty_isRefused() {
    assertThatThrownBy(() -> Codec.of(Typed.class).encode(new Typed(String.class)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("no class is named by data");
    assertThatThrownBy(
            () ->
                Codec.of(Typed.class)
                    .decode(
                        "{\"type\":\"" + JavaSerializationCodecTest.Gadget.class.getName() + "\"}"))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void of_abstractType_isRefusedAtOnceNamingTheWaysOut() {
    assertThatThrownBy(() -> Codec.of(Shape.class))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot open cache with type ["
                + Shape.class.getName()
                + "]: it is abstract, so that JSON of it cannot be read; declare another type, or"
                + " give the cache a JavaSerializationCodec.allowing it, or a Codec of your own");
    assertThatThrownBy(() -> Codec.of(Runnable.class)).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> Codec.of(Thread.class)).isInstanceOf(CacheTypeException.class);
  }

  @Test
  void encode_abstractInside_isRefusedWhenItIsPut() {
    assertThatThrownBy(() -> Codec.of(Drawing.class).encode(new Drawing(new Circle(1))))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("Shape");
    assertThatThrownBy(() -> Codec.<List<Shape>>of(type("SHAPES")).encode(List.of(new Circle(1))))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void encode_subclass_isRefusedBecauseItWouldLoseProperties() {
    assertThatThrownBy(() -> Codec.of(Customer.class).encode(new Debtor()))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("of this subclass only what the declared class has would come back");
  }

  @Test
  void encode_cycle_isRefused() {
    Node node = new Node();
    node.next = node;

    assertThatThrownBy(() -> Codec.of(Node.class).encode(node))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void decode_malformedJson_isDamaged() {
    Codec<Point> codec = Codec.of(Point.class);
    String json = (String) codec.encode(new Point(1, 2));

    for (int length = 0; length < json.length(); length++) {
      String cut = json.substring(0, length);
      assertThatThrownBy(() -> codec.decode(cut))
          .as(cut)
          .isInstanceOf(length == 0 ? CacheTypeException.class : DamagedValueException.class);
    }
    assertThatThrownBy(() -> codec.decode("plain text")).isInstanceOf(DamagedValueException.class);
    assertThatThrownBy(() -> codec.decode("[".repeat(100_000)))
        .isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> codec.decode(json + json)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void decode_anotherShape_isRefusedWithoutTellingTheValue() {
    Codec<Point> codec = Codec.of(Point.class);

    for (String json :
        List.of("{\"x\":1,\"y\":2,\"z\":3}", "{\"x\":\"secret\",\"y\":2}", "[1,2]", "\"secret\"")) {
      assertThatThrownBy(() -> codec.decode(json))
          .as(json)
          .isInstanceOf(CacheTypeException.class)
          .hasMessageStartingWith("Cannot read as " + Point.class.getName() + " [")
          .hasMessageNotContaining("secret");
    }
    assertThatThrownBy(() -> codec.decode(5L)).isInstanceOf(CacheTypeException.class);
  }

  @Test
  void of_typeThatNeedsJacksonWithoutIt_isRefusedAtOpenNamingTheWaysOut() throws Exception {
    URL[] urls =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("jackson"))
            .map(CodecTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Object builder =
          loader
              .loadClass(Cache.class.getName())
              .getMethod("builder", Path.class)
              .invoke(null, Path.of("never made"));
      var open = builder.getClass().getMethod("open", Class.class, Class.class);

      assertThatThrownBy(() -> open.invoke(builder, String.class, Point.class))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessage(
              "Cannot open cache with type ["
                  + Point.class.getName()
                  + "]: it would be kept as JSON, and Jackson is not there; add"
                  + " com.fasterxml.jackson.core:jackson-databind, or give the cache a"
                  + " JavaSerializationCodec.allowing it, or a Codec of your own");
      Class<?> codec = loader.loadClass(Codec.class.getName());
      assertThat(codec.getMethod("of", Class.class).invoke(null, LocalDate.class)).isNotNull();
    }
    assertThat(Path.of("never made")).doesNotExist();
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  private static Object stored(Type type, Object value) {
    return Codec.<Object>of(type).encode(value);
  }

  private static Object roundTrip(Type type, Object value) {
    Codec<Object> codec = Codec.of(type);
    Object stored = codec.encode(value);
    return codec.decode(
        stored instanceof Number number && Keys.integer(number) != null
            ? Keys.integer(number)
            : stored instanceof Float small ? (Object) small.doubleValue() : stored);
  }

  private static Object throughTheDisk(Type type, Object value) {
    Codec<Object> codec = Codec.of(type);
    Disk disk = Disk.plain();
    return codec.decode(disk.decodeValue(disk.encodeValue(codec.encode(value))));
  }
}
