package dev.proxima.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Host names and addresses as they stand in certificates. */
final class Names {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*");

    private Names() {}

    static boolean isAddress(String name) {
        return IPV4.matcher(name).matches() || IPV6.matcher(name).matches();
    }

    static boolean isName(String name) {
        return isAddress(name) || HOST.matcher(name).matches();
    }

    /**
     * As certificates have it: without brackets, without the network interface of a link-local address, and an address
     * in its one long form.
     */
    static String plain(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        int zone = bare.indexOf('%');
        String name = zone < 0 ? bare : bare.substring(0, zone);
        try {
            return isAddress(name) ? InetAddress.getByName(name).getHostAddress() : name;
        } catch (UnknownHostException e) {
            return name;
        }
    }
}
