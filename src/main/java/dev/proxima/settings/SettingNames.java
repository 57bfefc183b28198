package dev.proxima.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Finds names that are no settings: a typo would otherwise leave the default in force without a word. */
final class SettingNames {

    /** Pools of threads take all that Akka knows of them. */
    private static final Set<String> OPEN = Set.of(
            "proxima.admission-dispatcher",
            "proxima.journal-dispatcher",
            "proxima.planning-dispatcher",
            "proxima.stitching-dispatcher");

    /** Those of presets are checked where presets are read. */
    private static final String PRESETS = "proxima.presets";

    /** Letters to change, add or leave out between a typo and what was meant. */
    private static final int TYPO = 2;

    private SettingNames() {}

    /**
     * @param given resolved
     * @param known all settings, each with its default
     * @throws ConfigException with a sentence that names the place
     */
    static void check(Config given, Config known) {
        if (given.hasPath("proxima")) {
            check("proxima", given.getObject("proxima"), known.root().toConfig().getObject("proxima"));
        }
    }

    private static void check(String path, ConfigObject given, ConfigObject known) {
        given.forEach((name, value) -> {
            String full = path + '.' + name;
            ConfigValue model = known.get(name);
            if (model == null) {
                throw new ConfigException.Generic(
                        value.origin().description() + ": There is no setting " + full + advice(path, name, known));
            }
            if (value instanceof ConfigObject inner
                    && model instanceof ConfigObject innerModel
                    && !OPEN.contains(full)
                    && !full.equals(PRESETS)) {
                check(full, inner, innerModel);
            }
        });
    }

    private static String advice(String path, String name, ConfigObject known) {
        return nearest(name, known.keySet())
                .map(meant -> ": did you mean " + path + '.' + meant + '?')
                .orElse(": see reference.conf for all that there are");
    }

    /** The name that was meant, if it is near to what was written. */
    static Optional<String> nearest(String name, Set<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= TYPO)
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
