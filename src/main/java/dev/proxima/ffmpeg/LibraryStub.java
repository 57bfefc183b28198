package dev.proxima.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes an empty ELF shared library that only has a name and version definitions. The bundled FFmpeg is linked against
 * sound and screen-capture libraries which a server does not have and an encode never calls; their functions are bound
 * lazily, so a library of that name without any symbol is all the loader asks for.
 *
 * <p>Layout and constants: System V gABI and the symbol versioning chapter of the Linux Standard Base.
 */
final class LibraryStub {

    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int SYMBOL = 24;
    private static final int VERDEF = 20;
    private static final int VERDAUX = 8;
    private static final int DYNAMIC_ENTRY = 16;
    private static final int READ_WRITE = 6;

    private static final long DT_HASH = 4;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_STRSZ = 10;
    private static final long DT_SYMENT = 11;
    private static final long DT_SONAME = 14;
    private static final long DT_VERSYM = 0x6ffffff0L;
    private static final long DT_VERDEF = 0x6ffffffcL;
    private static final long DT_VERDEFNUM = 0x6ffffffdL;

    /** The machine number of an ELF header, and the page size its loader may use. */
    enum Machine {
        X86_64(62, 0x1000),
        AARCH64(183, 0x10000);

        private final int number;
        private final int pageSize;

        Machine(int number, int pageSize) {
            this.number = number;
            this.pageSize = pageSize;
        }
    }

    private final Machine machine;
    private final List<String> versions;
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final int soname;

    private LibraryStub(Machine machine, String soname, List<String> versions) {
        this.machine = machine;
        this.versions = Stream.concat(Stream.of(soname), versions.stream()).toList();
        names.write(0);
        this.soname = name(soname);
    }

    /** The bytes of a library called {@code soname} that defines {@code versions} and no symbol. */
    static byte[] of(Machine machine, String soname, List<String> versions) {
        return new LibraryStub(machine, soname, versions).bytes();
    }

    private byte[] bytes() {
        ByteBuffer versionDefinitions = versionDefinitions();
        byte[] strings = names.toByteArray();
        int hash = ELF_HEADER + 3 * PROGRAM_HEADER;
        int symbols = hash + 16;
        int symbolVersions = symbols + SYMBOL;
        int definitions = symbolVersions + 8;
        int stringTable = definitions + versionDefinitions.capacity();
        int dynamic = stringTable + (strings.length + 7) / 8 * 8;

        List<long[]> entries = new ArrayList<>(List.of(
                new long[] {DT_SONAME, soname},
                new long[] {DT_HASH, hash},
                new long[] {DT_STRTAB, stringTable},
                new long[] {DT_SYMTAB, symbols},
                new long[] {DT_STRSZ, strings.length},
                new long[] {DT_SYMENT, SYMBOL},
                new long[] {DT_VERSYM, symbolVersions},
                new long[] {DT_VERDEF, definitions},
                new long[] {DT_VERDEFNUM, versions.size()},
                new long[] {0, 0}));
        int size = dynamic + entries.size() * DYNAMIC_ENTRY;

        byte[] library = new byte[size];
        ByteBuffer file = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
        header(file);
        programHeader(file, 1, 0, size, machine.pageSize);
        programHeader(file, 2, dynamic, size - dynamic, 8);
        programHeader(file, 0x6474e551, 0, 0, 16); // PT_GNU_STACK: without it the loader wants an executable stack
        // one bucket, one chain, both of the null symbol
        file.position(hash).putInt(1).putInt(1).putInt(0).putInt(0);
        file.position(definitions).put(versionDefinitions.flip());
        file.position(stringTable).put(strings);
        file.position(dynamic);
        entries.forEach(entry -> file.putLong(entry[0]).putLong(entry[1]));
        return library;
    }

    private void header(ByteBuffer file) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        file.putShort((short) 3).putShort((short) machine.number).putInt(1);
        file.putLong(0).putLong(ELF_HEADER).putLong(0).putInt(0);
        file.putShort((short) ELF_HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 3);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    /** Everything is writable, as the loader of older glibc relocates the dynamic section in place. */
    private static void programHeader(ByteBuffer file, int type, long offset, long size, long alignment) {
        file.putInt(type).putInt(READ_WRITE);
        file.putLong(offset).putLong(offset).putLong(offset);
        file.putLong(size).putLong(size).putLong(alignment);
    }

    /** The first definition is the library itself (flag 1), as the format demands. */
    private ByteBuffer versionDefinitions() {
        int each = VERDEF + VERDAUX;
        ByteBuffer table =
                ByteBuffer.allocate((versions.size() * each + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int index = 0; index < versions.size(); index++) {
            String version = versions.get(index);
            boolean last = index == versions.size() - 1;
            table.putShort((short) 1).putShort((short) (index == 0 ? 1 : 0));
            table.putShort((short) (index + 1)).putShort((short) 1);
            table.putInt(hash(version)).putInt(VERDEF).putInt(last ? 0 : each);
            table.putInt(index == 0 ? soname : name(version)).putInt(0);
        }
        return table.position(table.capacity());
    }

    private int name(String text) {
        int offset = names.size();
        names.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        names.write(0);
        return offset;
    }

    /** The System V ELF hash. */
    static int hash(String text) {
        int hash = 0;
        for (byte letter : text.getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash << 4) + letter;
            int high = hash & 0xf0000000;
            hash = (hash ^ (high >>> 24)) & ~high;
        }
        return hash;
    }
}
