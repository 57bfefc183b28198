package dev.proxima.settings;

import java.time.Duration;

/**
 * When a node takes work.
 *
 * @param onlyWhenIdle whether it encodes only while nobody else uses the machine
 * @param idleAfter for how long nobody else may have used it
 * @param spareMemory bytes that must be free for a new attempt to begin; 0 to take no notice
 */
public record Manners(EncodeHours hours, boolean onlyWhenIdle, Duration idleAfter, long spareMemory) {

    static Manners read(CheckedConfig checked) {
        return new Manners(
                checked.hours("proxima.encode-hours"),
                checked.config().getBoolean("proxima.only-when-idle"),
                checked.patience("proxima.idle-after"),
                checked.config().getBytes("proxima.spare-memory"));
    }
}
