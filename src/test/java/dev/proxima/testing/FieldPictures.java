package dev.proxima.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Writes H.264 whose frames are pairs of field pictures (PAFF), as camcorders do and FFmpeg's encoders cannot: 64x64, the
 * macroblocks uncompressed or skipped, each picture unlike all others. By ITU-T H.264, 7.3.
 */
public final class FieldPictures {

    private static final int MACROBLOCKS = 8;
    private static final int SEQUENCE = 7;
    private static final int PICTURE = 8;
    private static final int DELIMITER = 9;
    private static final int KEY_SLICE = 5;
    private static final int SLICE = 1;

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final int group;
    private final boolean adaptive;

    private FieldPictures(int group, boolean adaptive) {
        this.group = group;
        this.adaptive = adaptive;
    }

    /**
     * An elementary stream.
     *
     * @param group frames from one key frame to the next, at most 16
     * @param adaptive whether every third frame is one picture, as where nothing moves
     */
    public static Path write(Path file, int frames, int group, boolean adaptive) throws IOException {
        FieldPictures pictures = new FieldPictures(group, adaptive);
        for (int frame = 0; frame < frames; frame++) {
            pictures.frame(frame);
        }
        return Files.write(file, pictures.stream.toByteArray());
    }

    private void frame(int frame) {
        if (adaptive && frame % 3 == 2) {
            picture(frame, false, false);
        } else {
            picture(frame, true, false);
            picture(frame, true, true);
        }
    }

    private void picture(int frame, boolean field, boolean bottom) {
        Bits delimiter = new Bits();
        delimiter.put(7, 3);
        unit(0, DELIMITER, delimiter);
        boolean key = frame % group == 0;
        boolean idr = key && !bottom;
        if (idr) {
            unit(3, SEQUENCE, sequence());
            unit(3, PICTURE, pictureParameters());
        }
        Bits slice = new Bits();
        slice.exponential(0); // first macroblock
        slice.exponential(key ? 7 : 5); // all I, all P
        slice.exponential(0);
        slice.put(frame % group, 4);
        slice.put(field ? 1 : 0, 1);
        if (field) {
            slice.put(bottom ? 1 : 0, 1);
        }
        if (idr) {
            slice.exponential(frame / group % 2);
            slice.put(0, 2); // earlier pictures may be put out, no long-term reference
        } else {
            if (!key) {
                slice.put(0, 2); // as many references as the parameters say, in the usual order
            }
            slice.put(0, 1); // sliding window
        }
        slice.exponential(0); // quantizer
        slice.exponential(1); // no deblocking
        int macroblocks = field ? MACROBLOCKS : 2 * MACROBLOCKS;
        int coded = frame % macroblocks;
        for (int macroblock = 0; macroblock < macroblocks; macroblock++) {
            if (key) {
                slice.exponential(25);
                samples(slice, frame, macroblock, bottom);
            } else if (macroblock == coded) {
                slice.exponential(macroblock);
                slice.exponential(30);
                samples(slice, frame, macroblock, bottom);
            }
        }
        if (!key && coded < macroblocks - 1) {
            slice.exponential(macroblocks - 1 - coded);
        }
        unit(key ? 3 : 2, idr ? KEY_SLICE : SLICE, slice);
    }

    private static void samples(Bits slice, int frame, int macroblock, boolean bottom) {
        slice.align();
        int brightness = 16 + (frame * 5 + macroblock * 7 + (bottom ? 3 : 0)) % 200;
        for (int sample = 0; sample < 256; sample++) {
            slice.put(16 + (brightness + sample / 16 * 2 + sample * frame % 5) % 219, 8);
        }
        for (int sample = 0; sample < 128; sample++) {
            slice.put(100 + (frame * 3 + sample / 8) % 50, 8);
        }
    }

    private static Bits sequence() {
        Bits bits = new Bits();
        bits.put(77, 8); // Main
        bits.put(0, 8);
        bits.put(30, 8); // level 3
        bits.exponential(0);
        bits.exponential(0); // frame numbers of 4 bits
        bits.exponential(2); // order of output is that of decoding
        bits.exponential(1); // one reference
        bits.put(0, 1);
        bits.exponential(3); // 4 macroblocks wide
        bits.exponential(1); // 2 high in a field
        bits.put(0b0010, 4); // fields may be pictures, none within a picture; direct inference; no cropping
        bits.put(1, 1);
        bits.put(0, 4);
        bits.put(1, 1);
        bits.put(1, 32);
        bits.put(50, 32); // fields a second
        bits.put(0b10000, 5);
        return bits;
    }

    private static Bits pictureParameters() {
        Bits bits = new Bits();
        bits.exponential(0);
        bits.exponential(0);
        bits.put(0, 2); // CAVLC
        bits.exponential(0);
        bits.exponential(0);
        bits.exponential(0);
        bits.put(0, 3);
        bits.exponential(0);
        bits.exponential(0);
        bits.exponential(0);
        bits.put(0b100, 3); // slices tell of deblocking
        return bits;
    }

    /** With the bytes that keep a start code out of it. */
    private void unit(int importance, int type, Bits bits) {
        stream.writeBytes(new byte[] {0, 0, 0, 1, (byte) (importance << 5 | type)});
        int zeros = 0;
        for (byte next : bits.ended()) {
            if (zeros >= 2 && next >= 0 && next <= 3) {
                stream.write(3);
                zeros = 0;
            }
            stream.write(next);
            zeros = next == 0 ? zeros + 1 : 0;
        }
    }

    private static final class Bits {
        private final BitSet bits = new BitSet();
        private int length;

        void put(int value, int width) {
            for (int bit = width - 1; bit >= 0; bit--) {
                bits.set(length++, (value >> bit & 1) == 1);
            }
        }

        /** Exp-Golomb; of signed values only 0 is written, which is the same. */
        void exponential(int value) {
            int width = 32 - Integer.numberOfLeadingZeros(value + 1);
            put(0, width - 1);
            put(value + 1, width);
        }

        void align() {
            length = (length + 7) / 8 * 8;
        }

        byte[] ended() {
            put(1, 1);
            align();
            byte[] bytes = new byte[length / 8];
            for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
                bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
            }
            return bytes;
        }
    }
}
