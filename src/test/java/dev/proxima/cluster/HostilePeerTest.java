package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import akka.serialization.Serializers;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.proxima.job.JobEvent;
import dev.proxima.job.JobState;
import dev.proxima.testing.RefusalTable;
import dev.proxima.testing.TestSystem;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a peer could send that is not what a node sends: other classes, Java's own serialization, and noise. */
class HostilePeerTest {

    private static final int JAVA = 1;
    private static final int JACKSON_CBOR = 33;
    private static final int JACKSON_JSON = 31;
    private static final int PAYLOADS = 10_000;
    private static final int CONNECTIONS = 100;
    private static final long SEED = 20_240_607;
    private static final RefusalTable TABLE = new RefusalTable("peers");

    @TempDir
    static Path directory;

    private static TestSystem system;
    private static Serialization serialization;

    @BeforeAll
    static void start() {
        system = new TestSystem(directory);
        serialization = SerializationExtension.get(system.system().classicSystem());
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
        TABLE.print();
    }

    @Test
    void classesThatAreNotOursAreNeitherReadNorMade() {
        for (String name : List.of(
                "java.util.HashMap",
                "java.net.URL",
                "java.lang.ProcessBuilder",
                "javax.swing.JEditorPane",
                "com.zaxxer.hikari.HikariConfig",
                "org.h2.jdbcx.JdbcDataSource",
                "ch.qos.logback.core.db.JNDIConnectionSource",
                "dev.proxima.settings.Settings",
                "dev.proxima.cluster.ClusterNode",
                "no.such.Type")) {
            for (int serializer : new int[] {JACKSON_CBOR, JACKSON_JSON}) {
                assertThat(read(new byte[] {(byte) 0xa0}, serializer, name))
                        .as(name)
                        .isNull();
            }
            TABLE.add("CBOR and JSON that name " + name, "not read: the class is not on the list");
        }
    }

    @Test
    void javaSerializationIsOff() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(List.of("x")));
        }
        assertThat(read(bytes.toByteArray(), JAVA, "")).isNull();
        assertThat(catchThrowable(() ->
                        serialization.serialize(new ArrayList<>(List.of("x"))).get()))
                .isNotNull();
        TABLE.add("an object by Java's own serialization", "not read: it is off");
    }

    @Test
    void noTypeIsChosenByAClassNameInTheData() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.proxima");
        assertThat(classes)
                .filteredOn(type -> type.isAnnotatedWith(JsonTypeInfo.class))
                .allSatisfy(type -> assertThat(
                                type.reflect().getAnnotation(JsonTypeInfo.class).use())
                        .isEqualTo(JsonTypeInfo.Id.NAME));
    }

    @Test
    @Timeout(60)
    void noiseIsRefusedOrIsAMessage() {
        List<Object> samples = WireSamples.all(system.kit.createTestProbe().ref());
        Random random = new Random(SEED);
        int refused = 0;
        for (int payload = 0; payload < PAYLOADS; payload++) {
            Object sample = samples.get(random.nextInt(samples.size()));
            var serializer = (SerializerWithStringManifest) serialization.findSerializerFor(sample);
            byte[] noise = noise(serialization.serialize(sample).get(), random);
            String manifest = random.nextInt(20) == 0
                    ? Serializers.manifestFor(serializer, samples.get(random.nextInt(samples.size())))
                    : serializer.manifest(sample);
            Object read = read(noise, JACKSON_CBOR, manifest);
            refused += read == null ? 1 : 0;
            assertThat(read)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            message -> assertThat(message).isInstanceOf(WireMessage.class),
                            event -> assertThat(event).isInstanceOf(JobEvent.class),
                            state -> assertThat(state).isInstanceOf(JobState.class));
        }
        assertThat(refused).isGreaterThan(PAYLOADS / 2);
        TABLE.add(
                PAYLOADS + " messages with bytes changed, lost or added (seed " + SEED + ")",
                refused + " not read, the others read as messages of ours; no error, no other object");
    }

    /** With Artery's greeting and without, and with a frame that says it is as long as an int can say. */
    @Test
    @Timeout(60)
    void noiseAtThePortChangesNothing() throws Exception {
        Cluster cluster = Cluster.get(system.joined().system());
        int port = Integer.parseInt(system.address().replaceAll(".*:", ""));
        Random random = new Random(SEED);
        byte[][] greetings = {{}, {'A', 'K', 'K', 'A', 1}, {'A', 'K', 'K', 'A', 1, -1, -1, -1, 0x7f}, {0x16, 3, 1, 2, 0}
        };
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(greetings[connection % greetings.length]);
                socket.getOutputStream().write(random(random.nextInt(60_000), random));
            } catch (SocketException e) {
                // closed while it was still being written to, which is as good
                assertThat(e).isNotNull();
            }
        }
        assertThat(cluster.selfMember().status()).isEqualTo(MemberStatus.up());
        assertThat(cluster.state().getMembers()).hasSize(1);
        assertThat(cluster.state().getUnreachable()).isEmpty();
        assertThat(system.system().whenTerminated().isCompleted()).isFalse();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(socket.isConnected()).as("it still listens").isTrue();
        }
        TABLE.add(
                CONNECTIONS + " connections to the port of remoting with noise of up to 60 kB",
                "closed; the member stays up and listens");
    }

    /** Null when it was refused. An error of the JVM (memory, stack) is none of the ways to refuse. */
    private static Object read(byte[] bytes, int serializer, String manifest) {
        try {
            return serialization.deserialize(bytes, serializer, manifest).get();
        } catch (Exception e) {
            return null;
        }
    }

    private static byte[] noise(byte[] bytes, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random(random.nextInt(200), random);
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 2 -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(50));
                System.arraycopy(bytes, 0, longer, longer.length - bytes.length, bytes.length);
                yield longer;
            }
            case 3 -> {
                // a head of CBOR that promises more than there is, or goes deeper and deeper
                byte[] deep = random(1 + random.nextInt(5_000), random);
                Arrays.fill(deep, (byte) (random.nextBoolean() ? 0x81 : 0xbf));
                yield deep;
            }
            default -> {
                byte[] changed = bytes.clone();
                for (int change = 0; change <= random.nextInt(8) && changed.length > 0; change++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                }
                yield changed;
            }
        };
    }

    private static byte[] random(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
