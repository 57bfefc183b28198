package dev.proxima.cluster;

import akka.actor.typed.ActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import akka.serialization.jackson.JacksonCborSerializer;
import java.util.Base64;

/** A value as it travels and as it is journaled: by the serializer that the configuration binds to its class. */
record Cbor(String manifest, String base64) {

    /** Akka's identifier of the serializer, which is in every row of the journal. */
    private static final int JACKSON_CBOR = 33;

    static Cbor write(ActorSystem<?> system, Object value) {
        Serialization serialization = SerializationExtension.get(system.classicSystem());
        var serializer = serialization.findSerializerFor(value);
        if (!(serializer instanceof JacksonCborSerializer)) {
            throw new AssertionError(value.getClass().getName() + " is written by " + serializer.getClass());
        }
        byte[] bytes = serialization.serialize(value).get();
        return new Cbor(
                Serializers.manifestFor(serializer, value), Base64.getEncoder().encodeToString(bytes));
    }

    Object read(ActorSystem<?> system) {
        Serialization serialization = SerializationExtension.get(system.classicSystem());
        return serialization
                .deserialize(Base64.getDecoder().decode(base64), JACKSON_CBOR, manifest)
                .get();
    }
}
