package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AkkaManifestsTest {

    private final ClassLoader parent = AkkaManifestsTest.class.getClassLoader();
    private final ClassLoader loader = new AkkaManifests(parent);

    @Test
    void findsTheManifestsThatAkkaComparesAndNoOthers() throws IOException {
        List<URL> all = found(parent, "META-INF/MANIFEST.MF");
        List<URL> akka = all.stream()
                .filter(manifest -> manifest.toString().matches("jar:.*/akka-[^/]*\\.jar!.*"))
                .toList();
        assertThat(all).as("libraries that are not Akka's").hasSizeGreaterThan(akka.size());
        assertThat(found(loader, "META-INF/MANIFEST.MF")).hasSizeGreaterThan(10).containsExactlyElementsOf(akka);
    }

    @Test
    void findsEverythingElse() throws IOException {
        assertThat(found(loader, "reference.conf"))
                .hasSizeGreaterThan(1)
                .containsExactlyElementsOf(found(parent, "reference.conf"));
    }

    private static List<URL> found(ClassLoader loader, String name) throws IOException {
        return Collections.list(loader.getResources(name));
    }
}
