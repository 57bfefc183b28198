/**
 * Reads from the tables of mov and mp4 files when each frame is shown, without reading the media. Whatever is unusual
 * is left to a scan of the packets: this room may say "I do not know", but never anything else than FFmpeg does.
 *
 * <p>Sources: ISO/IEC 14496-12:2022, the QuickTime File Format specification, and FFmpeg's mov demuxer
 * (libavformat/mov.c), whose reading of the two is the one that counts here.
 */
package dev.proxima.ffmpeg.mp4;
