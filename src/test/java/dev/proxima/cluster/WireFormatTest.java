package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.proxima.job.Failure;
import dev.proxima.job.JobEvent;
import dev.proxima.job.JobState;
import dev.proxima.testing.JobSamples;
import dev.proxima.testing.TestSystem;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever may travel or be journaled comes back as it was. */
class WireFormatTest {

    @TempDir
    static Path directory;

    private static TestSystem system;
    private static List<Object> samples;

    @BeforeAll
    static void start() {
        system = new TestSystem(directory);
        samples = WireSamples.all(system.kit.createTestProbe().ref());
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void everySampleComesBackAsItWas() {
        assertThat(samples)
                .allSatisfy(
                        sample -> assertThat(Cbor.write(system.system(), sample).read(system.system()))
                                .isEqualTo(sample));
    }

    @ParameterizedTest
    @MethodSource("wireClasses")
    void hasASample(Class<?> type) {
        assertThat(samples).anySatisfy(sample -> assertThat(sample).isExactlyInstanceOf(type));
    }

    @ParameterizedTest
    @ValueSource(classes = {Failure.class, JobEvent.class})
    void everyKindHasANameOfItsOwn(Class<?> sealed) {
        JsonSubTypes.Type[] named = sealed.getAnnotation(JsonSubTypes.class).value();

        assertThat(Arrays.stream(named).map(JsonSubTypes.Type::value))
                .containsExactlyInAnyOrder(sealed.getPermittedSubclasses());
        assertThat(Arrays.stream(named).map(JsonSubTypes.Type::name)).doesNotHaveDuplicates();
    }

    @Test
    void everyFailureHasASample() {
        assertThat(JobSamples.failures().stream()
                        .<Class<?>>map(Object::getClass)
                        .distinct())
                .containsExactlyInAnyOrder(Failure.class.getPermittedSubclasses());
    }

    /** All that may travel, but for what an actor tells itself: private messages never leave their actor. */
    static Stream<Class<?>> wireClasses() {
        Set<Class<?>> found = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.proxima").stream()
                        .filter(type -> type.isAssignableTo(WireMessage.class)
                                || type.isAssignableTo(JobEvent.class)
                                || type.isAssignableTo(JobState.class))
                        .map(JavaClass::reflect)
                        .filter(type -> !type.isInterface() && !Modifier.isPrivate(type.getModifiers()))
                        .collect(Collectors.toSet());
        assertThat(found).contains(EncodeOrder.class, JobActor.Submit.class, JobEvent.JobFailed.class);
        return found.stream().sorted(java.util.Comparator.comparing(Class::getName));
    }
}
