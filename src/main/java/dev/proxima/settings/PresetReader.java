package dev.proxima.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.proxima.media.BurnIn;
import dev.proxima.media.DataLevel;
import dev.proxima.media.Flip;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.PictureSize;
import dev.proxima.media.Preset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads presets. Whatever is wrong in one is told with its file, line and key. */
final class PresetReader {

    private static final Set<String> KEYS = Set.of(
            "description",
            "extension",
            "encoder",
            "kind",
            "video",
            "interlaced",
            "alpha",
            "audio",
            "size",
            "upscale",
            "lut",
            "burn-in");

    private static final Set<String> BURN_IN_KEYS = Set.of("timecode", "file-name", "frame-number", "font");

    /** The container whose stitched files were compared with the single pass. */
    private static final Set<String> EXTENSIONS = Set.of("mov");

    private final String name;
    private final Config config;

    private PresetReader(String name, Config config) {
        this.name = name;
        this.config = config;
    }

    /** All presets of {@code proxima.presets}, by name. */
    static Map<String, Preset> presets(ConfigObject all) {
        Map<String, Preset> presets = new TreeMap<>();
        for (String name : new TreeSet<>(all.keySet())) {
            ConfigValue value = all.get(name);
            if (!(value instanceof ConfigObject preset)) {
                throw wrong(value.origin(), "The preset \"" + name + "\" must be a block in braces");
            }
            presets.put(name, new PresetReader(name, preset.toConfig()).preset());
        }
        return Map.copyOf(presets);
    }

    private Preset preset() {
        checkKeys(config.root(), KEYS, "");
        return new Preset(
                name,
                text("description"),
                choice("extension", EXTENSIONS),
                text("encoder"),
                words("video"),
                pcm(words("audio")),
                has("kind") && choice("kind", Set.of("intra", "long-gop")).equals("long-gop")
                        ? Preset.Kind.LONG_GOP
                        : Preset.Kind.INTRA,
                has("interlaced") ? words("interlaced") : List.of(),
                has("alpha") ? words("alpha") : List.of(),
                picture());
    }

    private PictureSettings picture() {
        return new PictureSettings(
                DataLevel.AUTO,
                Flip.NONE,
                has("size") ? size(text("size")) : PictureSize.ORIGINAL,
                has("upscale") && flag("upscale"),
                file("lut"),
                burnIn());
    }

    private BurnIn burnIn() {
        if (!has("burn-in")) {
            return BurnIn.NOTHING;
        }
        if (!(config.root().get("burn-in") instanceof ConfigObject block)) {
            throw wrong("burn-in", "must be a block in braces");
        }
        checkKeys(block, BURN_IN_KEYS, "burn-in.");
        return new BurnIn(
                has("burn-in.timecode") && flag("burn-in.timecode"),
                has("burn-in.file-name") && flag("burn-in.file-name"),
                has("burn-in.frame-number") && flag("burn-in.frame-number"),
                file("burn-in.font"));
    }

    private void checkKeys(ConfigObject block, Set<String> known, String prefix) {
        for (String key : new TreeSet<>(block.keySet())) {
            if (!known.contains(key)) {
                String advice = SettingNames.nearest(key, known)
                        .map(meant -> "did you mean " + path(prefix + meant) + '?')
                        .orElse("a preset has " + String.join(", ", new TreeSet<>(known)));
                throw wrong(block.get(key).origin(), "There is no setting " + path(prefix + key) + ": " + advice);
            }
        }
    }

    /** Audio is encoded apart from the segments; only PCM has no priming samples that would be lost on the way. */
    private List<String> pcm(List<String> arguments) {
        int encoder = arguments.indexOf("-c:a") + 1;
        if (encoder == 0
                || encoder == arguments.size()
                || !arguments.get(encoder).startsWith("pcm_")) {
            throw wrong("audio", "must name a PCM encoder, such as [\"-c:a\", \"pcm_s16le\"]");
        }
        return arguments;
    }

    private PictureSize size(String text) {
        return PictureSize.parse(text)
                .orElseThrow(() -> wrong("size", "must be " + PictureSize.FORMS + ", not \"" + text + "\""));
    }

    private Optional<String> file(String key) {
        if (!has(key) || text(key).isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(text(key));
        if (!file.isAbsolute()) {
            throw wrong(key, "must be an absolute path, the same on all nodes");
        }
        return Optional.of(file.normalize().toString());
    }

    private String choice(String key, Set<String> words) {
        String word = text(key);
        if (!words.contains(word)) {
            throw wrong(key, "must be " + String.join(" or ", new TreeSet<>(words)) + ", not \"" + word + '"');
        }
        return word;
    }

    private String text(String key) {
        require(key);
        if (config.getValue(key).valueType() == ConfigValueType.LIST
                || config.getValue(key).valueType() == ConfigValueType.OBJECT) {
            throw wrong(key, "must be one text");
        }
        return config.getString(key).strip();
    }

    private boolean flag(String key) {
        try {
            return config.getBoolean(key);
        } catch (ConfigException.WrongType e) {
            throw wrong(key, "must be on or off");
        }
    }

    private List<String> words(String key) {
        require(key);
        try {
            return config.getStringList(key);
        } catch (ConfigException.WrongType e) {
            throw wrong(key, "must be a list of words such as [\"-profile:v\", \"0\"]");
        }
    }

    private void require(String key) {
        if (!has(key)) {
            throw wrong(config.root().origin(), "The preset \"" + name + "\" has no " + key);
        }
    }

    private boolean has(String key) {
        return config.hasPath(key);
    }

    private String path(String key) {
        return "proxima.presets." + ConfigUtil.quoteString(name).replaceAll("^\"([A-Za-z0-9_-]+)\"$", "$1") + '.' + key;
    }

    private ConfigException wrong(String key, String what) {
        return wrong(config.getValue(key).origin(), path(key) + ' ' + what);
    }

    private static ConfigException wrong(ConfigOrigin origin, String sentence) {
        return new ConfigException.Generic(origin.description() + ": " + sentence);
    }
}
