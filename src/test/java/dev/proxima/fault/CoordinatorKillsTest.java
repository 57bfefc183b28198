package dev.proxima.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.Breakpoint.Place;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The places at which seeds are killed are named by text: one that is renamed is missed here, in seconds. */
class CoordinatorKillsTest {

    @ParameterizedTest
    @FieldSource("dev.proxima.fault.CoordinatorKillsIT#KILLS")
    void everyPlaceIsThere(CoordinatorKillsIT.Kill kill) throws ClassNotFoundException {
        Place place = kill.place();
        assertThat(Arrays.stream(Class.forName(place.type()).getDeclaredMethods())
                        .map(Method::getName))
                .as(kill.phase())
                .contains(place.method());
    }
}
