package dev.proxima.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.proxima.media.Preset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a node, validated once at start.
 *
 * @param capacity how many FFmpeg processes at once, and how large they are
 * @param mediaRoots folders below which jobs may read and write; none for no limits
 * @param presets by name
 * @param raw the whole configuration, for the libraries that read their own part of it
 */
public record Settings(
        Path dataDir,
        String host,
        int port,
        Http http,
        List<String> roles,
        List<String> join,
        Security security,
        Capacity capacity,
        Manners manners,
        boolean resumeJobs,
        Optional<Path> ffmpegDir,
        Path ffmpegInstallDir,
        Duration stallTimeout,
        Limits limits,
        List<Path> mediaRoots,
        String defaultPreset,
        Map<String, Preset> presets,
        Config raw) {

    /** Short clips end quickly: the next ones are planned meanwhile. */
    private static final int FEWEST_ACTIVE = 16;

    /** @param requestsPerSecond of one address, 0 for any number */
    public record Http(boolean enabled, String host, int port, int requestsPerSecond) {}

    /**
     * Of each FFmpeg process.
     *
     * @param nice 0 to 19
     * @param memoryBytes address space, 0 for any amount
     */
    public record Limits(int nice, long memoryBytes, Duration time) {}

    /**
     * Who belongs to the cluster.
     *
     * @param joinPort of a seed, 0 to let it choose
     * @param tokenLifetime of the token that a seed prints
     * @param identity the file of this node's key and certificate; without it nobody can connect to the node
     */
    public record Security(
            int joinPort, Duration tokenLifetime, Duration certificateLifetime, Optional<Path> identity) {}

    /**
     * Reads {@code overrides} on top of {@code conf/proxima.conf} (below the folder that the system property
     * {@code proxima.home} names) on top of {@code reference.conf}.
     *
     * @throws InvalidSettingsException with one sentence for the user
     */
    public static Settings load(Map<String, Object> overrides) {
        try {
            Config file = Optional.ofNullable(System.getProperty("proxima.home"))
                    .map(home -> ConfigFactory.parseFile(
                            Path.of(home, "conf", "proxima.conf").toFile()))
                    .orElse(ConfigFactory.empty());
            Config given = ConfigFactory.parseMap(new TreeMap<>(overrides), "the command line")
                    .withFallback(file);
            Config config = ConfigFactory.load(given.withFallback(ConfigFactory.parseResources("akka.conf")));
            SettingNames.check(given.resolveWith(config), ConfigFactory.defaultReference());
            return from(config);
        } catch (ConfigException e) {
            String stop = e.getMessage().endsWith("?") ? "" : ".";
            throw new InvalidSettingsException("The settings cannot be used: " + e.getMessage() + stop, e);
        }
    }

    /** FFmpeg processes at once, at least 1. */
    public int slots() {
        return capacity.slots();
    }

    public Optional<Preset> preset(String name) {
        return Optional.ofNullable(presets.get(name));
    }

    /** The names of all presets, for a sentence. */
    public String presetNames() {
        return String.join(", ", presetList().stream().map(Preset::name).toList());
    }

    /** The presets by name, as users are told of them. */
    public List<Preset> presetList() {
        return presets.values().stream()
                .sorted(Comparator.comparing(Preset::name))
                .toList();
    }

    /** Unfinished jobs beyond which no more are taken. */
    public int jobLimit() {
        return raw.getInt("proxima.jobs.limit");
    }

    /** Jobs that are planned, encoded or stitched at once, in a cluster with so many encode slots. */
    public int activeJobs(int clusterSlots) {
        int active = raw.getInt("proxima.jobs.active");
        return active > 0 ? active : Math.max(FEWEST_ACTIVE, 2 * clusterSlots);
    }

    private static Settings from(Config config) {
        CheckedConfig checked = new CheckedConfig(config);
        checked.count("proxima.jobs.active");
        checked.require(
                checked.count("proxima.jobs.limit") > 0, "proxima.jobs.limit", "it is 0, so no job is ever taken", 0);
        Map<String, Preset> presets = PresetReader.presets(config.getObject("proxima.presets"));
        return new Settings(
                Path.of(checked.text("proxima.data-dir")).toAbsolutePath().normalize(),
                checked.text("proxima.host"),
                checked.port("proxima.port"),
                new Http(
                        config.getBoolean("proxima.http.enabled"),
                        checked.text("proxima.http.host"),
                        checked.port("proxima.http.port"),
                        checked.count("proxima.http.requests-per-second")),
                checked.roles("proxima.roles"),
                checked.addresses("proxima.join"),
                new Security(
                        checked.port("proxima.security.join-port"),
                        checked.patience("proxima.security.token-lifetime"),
                        checked.patience("proxima.security.certificate-lifetime"),
                        path(config.getString("proxima.security.identity"))),
                capacity(checked),
                Manners.read(checked),
                config.getBoolean("proxima.resume-jobs"),
                path(config.getString("proxima.ffmpeg.dir")),
                Path.of(checked.text("proxima.ffmpeg.install-dir")),
                checked.patience("proxima.ffmpeg.stall-timeout"),
                new Limits(
                        checked.nice("proxima.ffmpeg.nice"),
                        checked.bytes("proxima.ffmpeg.memory-limit"),
                        checked.patience("proxima.ffmpeg.time-limit")),
                checked.folders("proxima.media-roots"),
                defaultPreset(checked, presets),
                presets,
                config);
    }

    private static Optional<Path> path(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    /** Who starts a seed edits on that machine, if not told otherwise. */
    private static Capacity capacity(CheckedConfig checked) {
        String light = checked.oneOf("proxima.light", List.of("auto", "on", "off"));
        boolean seed = checked.config().getStringList("proxima.roles").contains("coordinator");
        return Capacity.of(
                Runtime.getRuntime().availableProcessors(),
                light.equals("on") || (light.equals("auto") && seed),
                checked.count("proxima.slots"),
                checked.count("proxima.threads"));
    }

    private static String defaultPreset(CheckedConfig checked, Map<String, Preset> presets) {
        String name = checked.text("proxima.default-preset");
        String known = String.join(", ", presets.keySet().stream().sorted().toList());
        return checked.require(
                presets.containsKey(name),
                "proxima.default-preset",
                "there is no preset " + name + ", only " + known,
                name);
    }
}
