package dev.proxima.app;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * A class loader by which of all manifests only those of Akka are found. Akka reads every one of them at each start to compare the
 * versions of its own libraries, and those of signed ones list each class: Bouncy Castle's alone took a quarter of a second.
 */
final class AkkaManifests extends ClassLoader {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    AkkaManifests(ClassLoader parent) {
        super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Enumeration<URL> found = super.getResources(name);
        return name.equals(MANIFEST) ? ofAkka(Collections.list(found)) : found;
    }

    private static Enumeration<URL> ofAkka(List<URL> manifests) {
        manifests.removeIf(manifest -> !manifest.getPath().matches(".*/akka-[^/]*\\.jar!/.*"));
        return Collections.enumeration(manifests);
    }
}
