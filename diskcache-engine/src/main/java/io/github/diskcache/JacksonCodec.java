// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The codec of a type that is kept as JSON, by Jackson. Loaded only where Jackson is. Thread-safe.
 *
 * <p>Each codec has a mapper of its own, since a mapper keeps the classes it has seen, and those of
 * an application must not outlive it. JSON is read as the declared type; types that JSON names are
 * refused even where annotations ask for them, because whoever can write to the directory could
 * name any class.
 */
final class JacksonCodec<T> implements Codec<T> {
  /** Modules that say how JDK types are written, not how applications want it. */
  private static final Set<String> MODULES =
      Set.of(
          "com.fasterxml.jackson.datatype.jsr310.JavaTimeModule",
          "com.fasterxml.jackson.datatype.jdk8.Jdk8Module",
          "com.fasterxml.jackson.module.paramnames.ParameterNamesModule");

  private final JavaType type;
  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final boolean immutable;
  private volatile boolean proven;

  private JacksonCodec(Type declared, JavaType type, ObjectMapper mapper) {
    this.type = type;
    this.immutable = ImmutableObjects.containsAll(declared);
    this.reader = mapper.readerFor(type);
    this.writer = mapper.writerFor(type);
  }

  /** The codec of a type. */
  static Codec<?> of(Type declared, Codecs.Use use) {
    ObjectMapper mapper = mapper(use);
    try {
      JavaType type = mapper.constructType(declared);
      if (deserializer(mapper, type) instanceof AbstractDeserializer) {
        throw unusable(declared, "it is abstract, so that JSON of it cannot be read", null);
      }
      return new JacksonCodec<>(declared, type, mapper);
    } catch (JsonMappingException | IllegalArgumentException e) {
      throw unusable(declared, "Jackson cannot read it: " + reason(e), e);
    }
  }

  private static Object deserializer(ObjectMapper mapper, JavaType type)
      throws JsonMappingException {
    return ((DefaultDeserializationContext) mapper.getDeserializationContext())
        .createDummyInstance(mapper.getDeserializationConfig())
        .findRootValueDeserializer(type);
  }

  private static CacheTypeException unusable(Type type, String reason, @Nullable Throwable cause) {
    return new CacheTypeException(
        "open cache with type",
        type.getTypeName(),
        reason,
        "declare another type, or give the cache a JavaSerializationCodec.allowing it, or a Codec"
            + " of your own",
        cause);
  }

  private static ObjectMapper mapper(Codecs.Use use) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(
                MapperFeature.SORT_CREATOR_PROPERTIES_FIRST,
                MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(
                SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, use == Codecs.Use.KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .polymorphicTypeValidator(new NamesNoClass())
            .typeFactory(
                TypeFactory.defaultInstance()
                    .withCache(
                        (LookupCache<Object, JavaType>) new LRUMap<Object, JavaType>(8, 200)))
            .addModules(modules())
            .addModule(new SimpleModule().addDeserializer(Class.class, new NoClass()))
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
    if (use == Codecs.Use.KEY) {
      mapper.registerModule(new SimpleModule().setSerializerModifier(new SortedSets(mapper)));
    }
    return mapper;
  }

  private static List<Module> modules() {
    return ObjectMapper.findModules(JacksonCodec.class.getClassLoader()).stream()
        .filter(module -> MODULES.contains(module.getClass().getName()))
        .toList();
  }

  @Override
  public boolean isImmutable() {
    return immutable;
  }

  @Override
  public Object encode(T object) {
    Class<?> raw = type.getRawClass();
    if (!type.isAbstract() && raw.getClassLoader() != null && object.getClass() != raw) {
      throw refused(
          "store as " + type.toCanonical(),
          object,
          "of this subclass only what the declared class has would come back",
          "open the cache with the type of what it is to hold",
          null);
    }
    try {
      String json = writer.writeValueAsString(object);
      if (!proven) {
        // What can be written but not read, such as a property of abstract type, shows now.
        reader.readValue(json);
        proven = true;
      }
      return json;
    } catch (JsonProcessingException e) {
      throw refused(
          "store as " + type.toCanonical(),
          object,
          "Jackson failed: " + reason(e),
          "see the cause, or give the cache a Codec of your own",
          e);
    }
  }

  @Override
  public T decode(Object stored) {
    if (!(stored instanceof String json)) {
      throw Codecs.mismatch(type.toCanonical(), stored);
    }
    try {
      return reader.readValue(json);
    } catch (JsonProcessingException e) {
      if (isMalformed(e) || isMalformed(e.getCause())) {
        throw new DamagedValueException(
            "text of " + json.length() + " characters that should be JSON is none");
      }
      throw refused(
          "read as " + type.toCanonical(),
          json,
          "Jackson failed: " + reason(e),
          "open the cache with the type it was written with, or delete the entry",
          e);
    }
  }

  private static boolean isMalformed(@Nullable Throwable failure) {
    return failure instanceof StreamReadException
        && !(failure instanceof StreamConstraintsException);
  }

  private static CacheTypeException refused(
      String act, Object object, String reason, String remedy, @Nullable Throwable cause) {
    return new CacheTypeException(act, object.getClass().getTypeName(), reason, remedy, cause);
  }

  /** Only what is wrong with a class may be told; what is wrong with a value may tell the value. */
  private static String reason(Exception failure) {
    return failure instanceof InvalidDefinitionException definition
        ? definition.getOriginalMessage()
        : failure.getClass().getSimpleName();
  }

  /** Refuses class names in JSON, whatever annotations say. */
  private static final class NamesNoClass extends PolymorphicTypeValidator.Base {
    private static final long serialVersionUID = 1;

    @Override
    public Validity validateBaseType(MapperConfig<?> config, JavaType baseType) {
      return Validity.DENIED;
    }
  }

  /** Refuses properties that are classes: to read one is to load the class that JSON names. */
  @SuppressWarnings("rawtypes")
  private static final class NoClass extends JsonDeserializer<Class> {
    @Override
    public Class deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return context.reportBadDefinition(Class.class, "no class is named by data");
    }
  }

  /** Writes the members of sets in the order of their JSON, so that equal sets are equal text. */
  private static final class SortedSets extends BeanSerializerModifier {
    private static final long serialVersionUID = 1;

    private final transient ObjectMapper mapper;

    SortedSets(ObjectMapper mapper) {
      this.mapper = mapper;
    }

    @Override
    public JsonSerializer<?> modifyCollectionSerializer(
        SerializationConfig config,
        CollectionType type,
        BeanDescription description,
        JsonSerializer<?> usual) {
      return Set.class.isAssignableFrom(type.getRawClass()) ? new SortedSet(mapper) : usual;
    }
  }

  private static final class SortedSet extends JsonSerializer<Set<?>> {
    private final ObjectMapper mapper;

    SortedSet(ObjectMapper mapper) {
      this.mapper = mapper;
    }

    @Override
    public void serialize(Set<?> set, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      List<String> members = new ArrayList<>();
      for (Object member : set) {
        members.add(mapper.writeValueAsString(member));
      }
      Collections.sort(members);
      out.writeStartArray();
      for (String member : members) {
        out.writeRawValue(member);
      }
      out.writeEndArray();
    }
  }
}
