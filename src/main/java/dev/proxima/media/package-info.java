/** Pure values and exact arithmetic of footage: rates, frame ranges, clips, presets and segment plans. */
package dev.proxima.media;
