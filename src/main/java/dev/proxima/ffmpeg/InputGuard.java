package dev.proxima.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What FFmpeg may do with what it is given to read: open that file, as video of a known container. A playlist, a concat
 * script or a description of a stream, whatever its name, is none of these, as it makes FFmpeg fetch an address or read
 * another file. Every process that reads a clip is started with these options; they change nothing of what it makes.
 */
final class InputGuard {

    /**
     * FFmpeg's names of demuxers that read one file each (or, image2, the pictures of one sequence). Sound is opened so
     * that it can be said what is wrong with it: that it has no pictures.
     */
    private static final String FORMATS = String.join(
            ",",
            List.of(
                    "mov,matroska,mxf,mpegts,mpeg,mpegvideo,avi,flv,asf,gxf,ogg,dv,nut,wtv,rm,ivf,yuv4mpegpipe",
                    "h264,hevc,vvc,obu,m4v,mjpeg,vc1,dirac,apng,gif",
                    "image2,png_pipe,jpeg_pipe,dpx_pipe,exr_pipe,tiff_pipe,bmp_pipe",
                    "wav,w64,aiff,caf,flac,mp3,aac,ac3,eac3"));

    /** Of what a command says itself that it is: the stitcher's own list with the pieces in it, and test pictures. */
    private static final Map<String, String> STATED = Map.of("concat", "concat,mov", "lavfi", "lavfi");

    private InputGuard() {}

    /** Options that stand before the name of a clip. */
    static List<String> options() {
        return options(FORMATS);
    }

    /** {@code arguments} of ffmpeg with the options of each input before it. */
    static List<String> guarded(List<String> arguments) {
        List<String> guarded = new ArrayList<>();
        String format = "";
        for (int word = 0; word < arguments.size(); word++) {
            if (arguments.get(word).equals("-f")) {
                format = arguments.get(word + 1);
            }
            if (arguments.get(word).equals("-i")) {
                guarded.addAll(options(STATED.getOrDefault(format, FORMATS)));
                format = "";
            }
            guarded.add(arguments.get(word));
        }
        return guarded;
    }

    private static List<String> options(String formats) {
        return List.of("-protocol_whitelist", "file", "-format_whitelist", formats);
    }
}
