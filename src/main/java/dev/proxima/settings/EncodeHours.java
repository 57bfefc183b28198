package dev.proxima.settings;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hours of the day at which a node encodes, in the time of its machine; without any, it always does. */
public record EncodeHours(List<Span> spans) {

    private static final Pattern SPAN = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]):([0-5]\\d)");

    /** From a time up to, and without, another; over midnight if that is the earlier one, all day if they are equal. */
    public record Span(LocalTime from, LocalTime to) {

        private boolean includes(LocalTime time) {
            return from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
        }

        @Override
        public String toString() {
            DateTimeFormatter minutes = DateTimeFormatter.ofPattern("HH:mm");
            return minutes.format(from) + '-' + minutes.format(to);
        }
    }

    public EncodeHours {
        spans = List.copyOf(spans);
    }

    /**
     * @param text such as {@code 20:00-07:00,12:00-13:00}; blank for all day
     * @throws IllegalArgumentException if it is anything else
     */
    static EncodeHours parse(String text) {
        List<Span> spans = new ArrayList<>();
        for (String span : text.isBlank() ? List.<String>of() : List.of(text.split(",", -1))) {
            Matcher times = SPAN.matcher(span.strip());
            if (!times.matches()) {
                throw new IllegalArgumentException(span);
            }
            spans.add(new Span(time(times, 1), time(times, 3)));
        }
        return new EncodeHours(spans);
    }

    private static LocalTime time(Matcher times, int group) {
        return LocalTime.of(Integer.parseInt(times.group(group)), Integer.parseInt(times.group(group + 1)));
    }

    public boolean include(LocalTime time) {
        return spans.isEmpty() || spans.stream().anyMatch(span -> span.includes(time));
    }

    /** As it is written in the settings. */
    @Override
    public String toString() {
        return String.join(",", spans.stream().map(Span::toString).toList());
    }
}
