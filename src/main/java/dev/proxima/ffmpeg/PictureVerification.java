package dev.proxima.ffmpeg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether every picture of a proxy is that of its own source frame.
 *
 * <p>Small gray pictures are compared, so that size, codec and chroma do not matter. Burnt text and a LUT change
 * pictures on purpose: a frame only counts as wrong if a source frame nearby is clearly nearer to it than its own, or if
 * neither its own nor one nearby has anything in common with it; brightness and contrast do not matter to the latter. Flipped
 * pictures are recognised as such. What cannot be told apart at this size, as in a still scene, passes.
 */
final class PictureVerification {

    /** Frames up to so far away are looked at. */
    private static final int NEARBY = 6;

    /** Levels of 255, on average over a picture, that rounding makes up. */
    private static final double ROUNDING = 0.25;

    /** Another frame must be nearer than this share of the distance of a frame's own. */
    private static final double CLEARLY = 0.7;

    private static final double FAR = 16;

    /** Correlation of pictures that have something in common. */
    private static final double ALIKE = 0.5;

    /** Standard deviation of a picture that shows nothing. */
    private static final double FLAT = 2;

    private static final int SAMPLED = 12;
    private static final int MOST_SENTENCES = 8;

    private final SmallPictures source;
    private final SmallPictures proxy;
    private Turn turn = Turn.NONE;

    private PictureVerification(SmallPictures source, SmallPictures proxy) {
        this.source = source;
        this.proxy = proxy;
    }

    /** Frames in a row that are wrong in the same way. {@code shift} is {@link #NOTHING} if they are no source frame. */
    private record Wrong(int first, int last, int shift) {}

    private static final int NOTHING = Integer.MAX_VALUE;

    private enum Turn {
        NONE("", false, false),
        HORIZONTALLY(" flipped horizontally", true, false),
        VERTICALLY(" flipped vertically", false, true),
        BOTH(" flipped both ways", true, true);

        private final String words;
        private final boolean horizontal;
        private final boolean vertical;

        Turn(String words, boolean horizontal, boolean vertical) {
            this.words = words;
            this.horizontal = horizontal;
            this.vertical = vertical;
        }

        byte[] of(byte[] picture) {
            byte[] turned = new byte[picture.length];
            for (int place = 0; place < picture.length; place++) {
                int x = place % SmallPictures.WIDTH;
                int y = place / SmallPictures.WIDTH;
                int fromX = horizontal ? SmallPictures.WIDTH - 1 - x : x;
                int fromY = vertical ? SmallPictures.HEIGHT - 1 - y : y;
                turned[place] = picture[fromY * SmallPictures.WIDTH + fromX];
            }
            return turned;
        }
    }

    static List<ProxyCheck> of(SmallPictures source, SmallPictures proxy) throws IOException {
        PictureVerification verification = new PictureVerification(source, proxy);
        verification.findTurn();
        List<Wrong> wrong = verification.wrong();
        if (wrong.isEmpty()) {
            return List.of(ProxyCheck.right(
                    "pictures", "Every frame shows its own source frame" + verification.turn.words + "."));
        }
        List<ProxyCheck> checks = new ArrayList<>();
        wrong.stream().limit(MOST_SENTENCES).forEach(run -> checks.add(ProxyCheck.wrong("pictures", sentence(run))));
        if (wrong.size() > MOST_SENTENCES) {
            checks.add(ProxyCheck.wrong(
                    "pictures", (wrong.size() - MOST_SENTENCES) + " more runs of frames show wrong pictures."));
        }
        return checks;
    }

    private static String sentence(Wrong wrong) {
        boolean one = wrong.first() == wrong.last();
        String which = one ? "Frame " + wrong.first() : "Frames " + wrong.first() + " to " + wrong.last();
        if (wrong.shift() == NOTHING) {
            return which + (one ? " of the proxy shows" : " of the proxy show")
                    + " nothing of the source's frames there or nearby: Resolve would show a wrong picture.";
        }
        return which + (one ? " of the proxy shows source frame " : " of the proxy show the source from frame ")
                + (wrong.first() + wrong.shift()) + (one ? "" : " on") + " instead of " + (one ? "its" : "their")
                + " own: in Resolve a cut made there is off by " + Math.abs(wrong.shift())
                + (Math.abs(wrong.shift()) == 1 ? " frame." : " frames.");
    }

    private int frames() {
        return Math.min(source.frames(), proxy.frames());
    }

    private void findTurn() throws IOException {
        int step = Math.max(1, frames() / SAMPLED);
        Map<Turn, Double> distances = new EnumMap<>(Turn.class);
        for (int frame = 0; frame < frames(); frame += step) {
            byte[] shown = proxy.read(frame);
            byte[] own = source.read(frame);
            for (Turn candidate : Turn.values()) {
                distances.merge(candidate, distance(shown, candidate.of(own)), Double::sum);
            }
        }
        Turn best = Stream.of(Turn.values())
                .min(Comparator.comparingDouble(distances::get))
                .orElseThrow();
        boolean clearly = distances.get(best) < distances.get(Turn.NONE) * CLEARLY;
        turn = clearly ? best : Turn.NONE;
    }

    private List<Wrong> wrong() throws IOException {
        List<Wrong> wrong = new ArrayList<>();
        for (int frame = 0; frame < frames(); frame++) {
            int shift = shift(frame);
            if (shift == 0) {
                continue;
            }
            Wrong last = wrong.isEmpty() ? null : wrong.get(wrong.size() - 1);
            if (last != null && last.last() == frame - 1 && last.shift() == shift) {
                wrong.set(wrong.size() - 1, new Wrong(last.first(), frame, shift));
            } else {
                wrong.add(new Wrong(frame, frame, shift));
            }
        }
        return wrong;
    }

    /** How many frames later in the source the picture is, 0 if it is in its place. */
    private int shift(int frame) throws IOException {
        byte[] shown = proxy.read(frame);
        byte[] own = turn.of(source.read(frame));
        double ownDistance = distance(shown, own);
        double limit = ownDistance * CLEARLY - ROUNDING;
        if (limit <= 0) {
            return 0;
        }
        int shift = 0;
        boolean alike = ownDistance < FAR || alike(shown, own);
        double nearest = limit;
        for (int other = Math.max(0, frame - NEARBY); other <= Math.min(source.frames() - 1, frame + NEARBY); other++) {
            byte[] candidate = turn.of(source.read(other));
            double distance = distance(shown, candidate);
            // of equal ones the nearer in time
            if (distance < nearest || (distance == nearest && Math.abs(other - frame) < Math.abs(shift))) {
                nearest = distance;
                shift = other - frame;
            }
            alike |= distance < FAR || alike(shown, candidate);
        }
        return alike ? shift : NOTHING;
    }

    private static double distance(byte[] one, byte[] other) {
        long sum = 0;
        for (int place = 0; place < one.length; place++) {
            sum += Math.abs((one[place] & 0xff) - (other[place] & 0xff));
        }
        return (double) sum / one.length;
    }

    private static boolean alike(byte[] one, byte[] other) {
        double meanOne = mean(one);
        double meanOther = mean(other);
        double product = 0;
        double squaresOne = 0;
        double squaresOther = 0;
        for (int place = 0; place < one.length; place++) {
            double here = (one[place] & 0xff) - meanOne;
            double there = (other[place] & 0xff) - meanOther;
            product += here * there;
            squaresOne += here * here;
            squaresOther += there * there;
        }
        double flat = FLAT * FLAT * one.length;
        if (squaresOne < flat || squaresOther < flat) {
            return squaresOne < flat && squaresOther < flat;
        }
        return product / Math.sqrt(squaresOne * squaresOther) >= ALIKE;
    }

    private static double mean(byte[] picture) {
        long sum = 0;
        for (byte level : picture) {
            sum += level & 0xff;
        }
        return (double) sum / picture.length;
    }
}
