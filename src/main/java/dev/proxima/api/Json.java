package dev.proxima.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How the records of this package become JSON and come back. */
public final class Json {

    /** Reads answers: a newer node may send fields that this version does not know. */
    public static final ObjectMapper ANSWERS = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Reads requests: what is not understood is refused, as a misspelt field would otherwise do nothing. */
    public static final ObjectMapper REQUESTS = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** One line of JSON. */
    public static String write(Object view) {
        try {
            return ANSWERS.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not one of the API's records: " + view.getClass(), e);
        }
    }

    public static <T> T read(String json, Class<T> type) throws JsonProcessingException {
        return ANSWERS.readValue(json, type);
    }
}
