package dev.proxima.ffmpeg.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The boxes inside of a container box, in their order: ISO/IEC 14496-12, 4.2; QuickTime calls them atoms. */
record Boxes(List<Box> list) {

    /** The largest movies have some tens of tracks, and fragments some tens of runs. */
    private static final int MOST = 10_000;

    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;

    /** @param content big endian, from its position to its limit */
    record Box(String type, ByteBuffer content) {

        /** The content of a "full box" (4.2.2), after its version and flags. */
        ByteBuffer afterVersion() {
            return content.slice(4, content.limit() - 4);
        }

        int version() {
            return content.get(0);
        }

        int flags() {
            return content.getInt(0) & 0xFFFFFF;
        }

        Boxes inner() throws Doubt {
            return in(content);
        }
    }

    static Boxes in(ByteBuffer content) throws Doubt {
        ByteBuffer rest = content.duplicate();
        List<Box> found = new ArrayList<>();
        // QuickTime may end a container by four zero bytes
        while (rest.remaining() >= HEADER) {
            long size = Integer.toUnsignedLong(rest.getInt());
            String type = type(rest);
            int header = HEADER;
            if (size == 1) {
                size = rest.getLong();
                header = LARGE_HEADER;
            }
            Doubt.unless(size >= header && size - header <= rest.remaining(), "a box is larger than what it is in");
            Doubt.unless(found.size() < MOST, "there are too many boxes");
            int length = (int) (size - header);
            found.add(new Box(type, rest.slice(rest.position(), length)));
            rest.position(rest.position() + length);
        }
        return new Boxes(found);
    }

    static String type(ByteBuffer at) {
        byte[] letters = new byte[4];
        at.get(letters);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    Box one(String type) throws Doubt {
        return optional(type).orElseThrow(() -> new Doubt("there is no " + type));
    }

    Optional<Box> optional(String type) throws Doubt {
        List<Box> found = all(type);
        Doubt.unless(found.size() <= 1, "there are several " + type);
        return found.stream().findFirst();
    }

    List<Box> all(String type) {
        return list.stream().filter(box -> box.type().equals(type)).toList();
    }
}
