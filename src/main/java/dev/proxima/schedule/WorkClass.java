package dev.proxima.schedule;

/**
 * Work that costs a node about the same per frame.
 *
 * @param encoder FFmpeg's name of the encoder
 * @param codec of the source
 */
public record WorkClass(String encoder, String codec, Size size) {

    /** By the pixels of the source, which decoding and scaling have to touch whatever the proxy's size is. */
    public enum Size {
        SMALL(240),
        HD(60),
        UHD(15),
        LARGE(5);

        private final double firstGuess;

        Size(double firstGuess) {
            this.firstGuess = firstGuess;
        }

        static Size of(long pixels) {
            if (pixels <= 1024 * 576) {
                return SMALL;
            } else if (pixels <= 2048 * 1152) {
                return HD;
            }
            return pixels <= 4096 * 2304 ? UHD : LARGE;
        }
    }

    public static WorkClass of(String encoder, String codec, int width, int height) {
        return new WorkClass(encoder, codec, Size.of((long) width * height));
    }

    /** Frames a second on {@link Speeds#USUAL_CORES} cores, to begin with; only what it is in proportion to others matters. */
    double firstGuess() {
        return size.firstGuess;
    }
}
