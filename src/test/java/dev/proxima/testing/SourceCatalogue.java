package dev.proxima.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The awkward sources of {@code fidelity/sources.txt}, whose first lines tell how they are written down. */
public final class SourceCatalogue {

    private static final Map<String, String> ENCODERS = Map.of(
            "{h264}",
            "-c:v libx264 -preset ultrafast -g 30 -bf 2 -pix_fmt yuv420p",
            "{h264open}",
            "-c:v libx264 -preset ultrafast -pix_fmt yuv420p"
                    + " -x264-params open-gop=1:bframes=3:b-adapt=0:keyint=24:scenecut=0",
            "{h265open}",
            "-c:v libx265 -preset ultrafast"
                    + " -x265-params open-gop=1:keyint=24:min-keyint=24:bframes=4:log-level=none");

    private static final Pattern VIDEO = Pattern.compile("\\{v (\\S+) (\\S+)}");
    private static final Pattern AUDIO = Pattern.compile("\\{a (\\S+) (\\S+) (\\S+)}");

    private SourceCatalogue() {}

    /**
     * @param rate of a sequence of pictures, else empty
     * @param awkward what is awkward about it, in a few words
     * @param random places of pictures that FFmpeg decodes differently each time
     * @param sentences warnings of its job, or the reason why it is refused; … stands for anything
     */
    public record Source(
            String name, String rate, String awkward, Set<Integer> random, List<String> steps, List<String> sentences) {

        /** Whether these are the sentences of its job. */
        public boolean expects(List<? extends String> found) {
            boolean equal = found.size() == sentences.size();
            for (int place = 0; equal && place < found.size(); place++) {
                equal = Stream.of(sentences.get(place).split("…", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.collectingAndThen(Collectors.joining(".+"), Pattern::compile))
                        .matcher(found.get(place))
                        .matches();
            }
            return equal;
        }

        /** Makes the file in {@code folder} and returns it. */
        public Path make(Path folder) throws IOException {
            Files.createDirectories(folder);
            Path target = folder.resolve(name);
            for (int step = 0; step < steps.size(); step++) {
                step(steps.get(step), folder, step == steps.size() - 1 ? target : null);
            }
            return target;
        }

        private void step(String step, Path folder, Path target) throws IOException {
            String stem = folder.resolve(name) + "-";
            if (step.startsWith("!")) {
                damage(step.substring(1).split(" ", 3), stem, target);
                return;
            }
            String line = VIDEO.matcher(step).replaceAll("-f lavfi -i testsrc2=s=160x90:r=$1:d=$2");
            line = AUDIO.matcher(line).replaceAll("-f lavfi -i sine=$1:d=$2:r=$3");
            for (Map.Entry<String, String> encoder : ENCODERS.entrySet()) {
                line = line.replace(encoder.getKey(), encoder.getValue());
            }
            List<String> words = new ArrayList<>(List.of("-nostdin", "-y"));
            for (String word : line.split(" ")) {
                words.add(word.replace("@", stem));
            }
            if (target != null) {
                words.add(target.toString());
            }
            TestFfmpeg.ffmpeg(words);
        }

        private static void damage(String[] words, String stem, Path target) throws IOException {
            Path first = Path.of(words[1].replace("@", stem));
            switch (words[0]) {
                case "rename" ->
                    Files.write(
                            target,
                            new String(Files.readAllBytes(first), StandardCharsets.ISO_8859_1)
                                    .replace(words[2].split(" ")[0], words[2].split(" ")[1])
                                    .getBytes(StandardCharsets.ISO_8859_1));
                case "fields" -> {
                    String[] numbers = words[2].split(" ");
                    FieldPictures.write(
                            first, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), numbers.length > 2);
                }
                case "text" -> Files.writeString(first, words[2].replace("\\n", "\n"));
                case "join" -> {
                    byte[] one = Files.readAllBytes(first);
                    byte[] two = Files.readAllBytes(Path.of(words[2].replace("@", stem)));
                    byte[] both = Arrays.copyOf(one, one.length + two.length);
                    System.arraycopy(two, 0, both, one.length, two.length);
                    Files.write(target, both);
                }
                case "edits" ->
                    Files.write(target, EditLists.replaced(Files.readAllBytes(first), List.of(words[2].split(" "))));
                case "cut", "garbage" -> {
                    byte[] bytes = Files.readAllBytes(first);
                    String[] shares = words[2].split(" ");
                    int from = (int) (bytes.length * Double.parseDouble(shares[0]));
                    int to = (int) (bytes.length * Double.parseDouble(shares[1]));
                    Files.write(
                            target,
                            words[0].equals("cut") ? Arrays.copyOfRange(bytes, from, to) : garbage(bytes, from, to));
                }
                default -> throw new IllegalArgumentException(words[0]);
            }
        }

        private static byte[] garbage(byte[] bytes, int from, int length) {
            byte[] noise = new byte[length];
            new Random(1).nextBytes(noise);
            System.arraycopy(noise, 0, bytes, from, length);
            return bytes;
        }
    }

    public static List<Source> all() throws IOException {
        try (InputStream file = SourceCatalogue.class.getResourceAsStream("/fidelity/sources.txt")) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8).lines());
        }
    }

    private static List<Source> parse(Stream<String> lines) {
        List<Source> sources = new ArrayList<>();
        lines.filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            if (line.startsWith(">")) {
                sources.get(sources.size() - 1)
                        .sentences()
                        .add(line.substring(1).strip());
            } else if (line.startsWith("?")) {
                for (String place : line.substring(1).strip().split(" ")) {
                    sources.get(sources.size() - 1).random().add(Integer.parseInt(place));
                }
            } else if (line.startsWith(" ")) {
                sources.get(sources.size() - 1).steps().add(line.strip());
            } else {
                String[] parts = line.split(" \\| ", 2);
                String[] named = (parts[0] + "  ").split(" ", 2);
                sources.add(new Source(
                        named[0], named[1].strip(), parts[1], new TreeSet<>(), new ArrayList<>(), new ArrayList<>()));
            }
        });
        return sources;
    }
}
