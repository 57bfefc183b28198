package dev.proxima;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table of rooms: which package may use which other, and which libraries. */
class RoomsTest {

    private static final String HOUSE = "dev.proxima.";
    private static final String JACKSON = "com.fasterxml.jackson.";
    private static final String SLF4J = "org.slf4j.";

    private static final Map<String, Room> ROOMS = new TreeMap<>(Map.ofEntries(
            Map.entry("media", uses()),
            Map.entry("job", uses("media").with(JACKSON + "annotation.", "org.pcollections.")),
            Map.entry("ffmpeg", uses("media", "job").with("com.github.kokorin.jaffree.", JACKSON, SLF4J)),
            Map.entry("machine", uses().with("com.sun.management.", SLF4J)),
            Map.entry("storage", uses("media", "job").with(SLF4J)),
            Map.entry("settings", uses("media").with("com.typesafe.config.")),
            Map.entry(
                    "journal",
                    uses("job", "settings", "api")
                            .with("com.typesafe.config.", "com.zaxxer.hikari.", "org.h2.", JACKSON, SLF4J)),
            Map.entry("schedule", uses("media", "job")),
            Map.entry("api", uses("job").with(JACKSON)),
            Map.entry("security", uses("job", "api").with("org.bouncycastle.", JACKSON, SLF4J)),
            Map.entry(
                    "cluster",
                    uses("media", "job", "schedule", "ffmpeg", "storage", "settings", "security", "api", "journal")
                            .with("akka.", "scala.", "com.typesafe.config.", JACKSON, SLF4J)),
            Map.entry(
                    "http",
                    uses("api", "job", "settings", "security")
                            .with("akka.", "scala.", "com.typesafe.config.", JACKSON, SLF4J)),
            Map.entry("resolve", uses("api", "job", "storage").with(JACKSON, SLF4J)),
            Map.entry("cli", uses("api", "settings", "security", "media", "job").with("picocli.", JACKSON, SLF4J))));

    /** The one room that may use everything: it wires the others together. */
    private static final String WIRING = "app";

    private static final JavaClasses HOUSE_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.proxima");

    @ParameterizedTest
    @MethodSource("rooms")
    void roomUsesOnlyWhatTheTableAllows(String room) {
        classes()
                .that(DescribedPredicate.describe("are in " + room, type -> room.equals(roomOf(type))))
                .should(useOnly(room, ROOMS.get(room)))
                .allowEmptyShould(true)
                .check(HOUSE_CLASSES);
    }

    @Test
    void everyRoomIsInTheTable() {
        Set<String> found = HOUSE_CLASSES.stream().map(RoomsTest::roomOf).collect(Collectors.toSet());
        assertThat(found).isSubsetOf(Stream.concat(rooms(), Stream.of(WIRING)).toList());
    }

    @Test
    void roomsDoNotDependOnEachOtherInCircles() {
        slices().matching(HOUSE + "(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(HOUSE_CLASSES);
    }

    static Stream<String> rooms() {
        return ROOMS.keySet().stream();
    }

    private static Room uses(String... rooms) {
        return new Room(Set.of(rooms), List.of());
    }

    private static String roomOf(JavaClass type) {
        String inner = type.getPackageName().substring(HOUSE.length());
        int dot = inner.indexOf('.');
        return dot < 0 ? inner : inner.substring(0, dot);
    }

    private static ArchCondition<JavaClass> useOnly(String name, Room room) {
        return new ArchCondition<>("use only " + room) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (!target.isPrimitive() && !room.mayUse(name, target)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    /**
     * What a room may use besides the JDK and itself.
     *
     * @param libraries package prefixes, each with its final dot
     */
    private record Room(Set<String> rooms, List<String> libraries) {

        Room with(String... prefixes) {
            return new Room(rooms, List.of(prefixes));
        }

        boolean mayUse(String self, JavaClass target) {
            String name = target.getName();
            if (name.startsWith(HOUSE)) {
                String room = roomOf(target);
                return room.equals(self) || rooms.contains(room);
            }
            return Stream.concat(Stream.of("java.", "javax."), libraries.stream())
                    .anyMatch(name::startsWith);
        }
    }
}
