package dev.proxima.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Gives the first track of an mp4 whose index is at its end another edit list. */
final class EditLists {

    private EditLists() {}

    /** @param edits as {@code duration:mediaTime}, in ticks of the movie and of the track */
    static byte[] replaced(byte[] file, List<String> edits) {
        int old = at(file, "elst", at(file, "moov", 0));
        int oldSize = ByteBuffer.wrap(file).getInt(old);
        ByteBuffer box = ByteBuffer.allocate(16 + 12 * edits.size());
        box.putInt(box.capacity()).put("elst".getBytes(StandardCharsets.US_ASCII));
        box.putInt(0).putInt(edits.size());
        for (String edit : edits) {
            String[] times = edit.split(":");
            box.putInt(Integer.parseInt(times[0]))
                    .putInt(Integer.parseInt(times[1]))
                    .putInt(1 << 16);
        }
        ByteBuffer changed = ByteBuffer.allocate(file.length + box.capacity() - oldSize);
        changed.put(file, 0, old).put(box.array()).put(file, old + oldSize, file.length - old - oldSize);
        for (String around : List.of("moov", "trak", "edts")) {
            int start = at(file, around, around.equals("moov") ? 0 : at(file, "moov", 0));
            changed.putInt(start, changed.getInt(start) + box.capacity() - oldSize);
        }
        return changed.array();
    }

    /** Where the first box of a type starts. */
    private static int at(byte[] file, String type, int from) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(type, from) - Integer.BYTES;
    }
}
