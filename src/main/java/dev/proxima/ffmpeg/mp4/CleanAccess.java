package dev.proxima.ffmpeg.mp4;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Whether all that is shown from a key frame on can be decoded from it alone. A container's key frames only say where it
 * may be entered; the picture itself says whether later ones may refer to something before it. They may not after an IDR
 * picture of H.264 (7.4.1.2.4) or at a recovery point that is exact at once (D.2.8), nor after an IRAP picture of H.265
 * (7.4.2.2). Pictures that are shown before it, as in an open group, may.
 */
final class CleanAccess {

    /** What precedes the first slice fits in this unless somebody hides data there. */
    private static final int READ_BYTES = 16_384;

    private static final int H264_SLICE = 1;
    private static final int H264_IDR = 5;
    private static final int H264_SEI = 6;
    private static final int RECOVERY_POINT = 6;

    /** recovery_frame_cnt is 0, coded as a single bit, and exact_match_flag is set. */
    private static final int EXACT_AT_ONCE = 0xC0;

    private static final int H265_FIRST_IRAP = 16;
    private static final int H265_LAST_IRAP = 21;
    private static final int H265_FIRST_OTHER = 32;

    private final ByteBuffer sample;
    private final Coding coding;

    private CleanAccess(ByteBuffer sample, Coding coding) {
        this.sample = sample;
        this.coding = coding;
    }

    /** @param place the first byte of the key frame; what cannot be read is not clean */
    static boolean isAt(Path source, long place, Coding coding) {
        ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES);
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
            int read = 0;
            while (read >= 0 && bytes.hasRemaining()) {
                read = channel.read(bytes, place + bytes.position());
            }
            return of(bytes.flip(), coding);
        } catch (IOException e) {
            return false;
        }
    }

    /** @param sample the start of a key frame */
    static boolean of(ByteBuffer sample, Coding coding) {
        try {
            return new CleanAccess(sample, coding).atFirstSlice();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return false;
        }
    }

    private boolean atFirstSlice() {
        boolean exactAtOnce = false;
        while (true) {
            int length = length();
            int start = sample.position();
            int header = Byte.toUnsignedInt(sample.get(start));
            if (coding.kind() == Coding.Kind.H265) {
                int type = header >> 1 & 0x3F;
                if (type < H265_FIRST_OTHER) {
                    return type >= H265_FIRST_IRAP && type <= H265_LAST_IRAP;
                }
            } else {
                int type = header & 0x1F;
                if (type >= H264_SLICE && type <= H264_IDR) {
                    return type == H264_IDR || exactAtOnce;
                }
                exactAtOnce |= type == H264_SEI && isExactAtOnce(payload(sample.slice(start + 1, length - 1)));
            }
            sample.position(start + length);
        }
    }

    private int length() {
        int length = 0;
        for (int read = 0; read < coding.lengthBytes(); read++) {
            length = length << 8 | Byte.toUnsignedInt(sample.get());
        }
        if (length <= 0) {
            throw new IllegalArgumentException("a unit of " + length + " bytes");
        }
        return length;
    }

    /** Messages of supplemental enhancement information: 7.3.2.3.1. */
    private static boolean isExactAtOnce(ByteBuffer messages) {
        // what follows the last message is a byte of 0x80
        while (messages.remaining() > 2) {
            int type = number(messages);
            int size = number(messages);
            if (type == RECOVERY_POINT) {
                return size > 0 && (messages.get() & EXACT_AT_ONCE) == EXACT_AT_ONCE;
            }
            messages.position(messages.position() + size);
        }
        return false;
    }

    private static int number(ByteBuffer at) {
        int number = 0;
        int next = Byte.toUnsignedInt(at.get());
        while (next == 0xFF) {
            number += next;
            next = Byte.toUnsignedInt(at.get());
        }
        return number + next;
    }

    /** Without the bytes that keep a start code from appearing: 7.4.1. */
    private static ByteBuffer payload(ByteBuffer unit) {
        ByteBuffer payload = ByteBuffer.allocate(unit.remaining());
        int zeros = 0;
        while (unit.hasRemaining()) {
            byte next = unit.get();
            boolean prevention = zeros >= 2 && next == 3;
            if (!prevention) {
                payload.put(next);
            }
            zeros = next == 0 ? zeros + 1 : 0;
        }
        return payload.flip();
    }
}
