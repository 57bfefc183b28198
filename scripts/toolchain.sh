# Finds Java and Maven; read by the scripts beside it, which set root.
# shellcheck shell=sh disable=SC2034,SC2154

say() { printf '%s\n' "$1" >&2; }

die() {
    say "proxima: $1"
    exit 1
}

find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || die "JAVA_HOME is $JAVA_HOME but has no bin/java: correct it, or unset it to use the PATH."
    else
        java=$(command -v java) || die "there is no Java: install a JDK, 17 or newer, or set JAVA_HOME to one."
        # macOS answers with a stub that only knows where the real one is
        if [ "$java" = /usr/bin/java ] && [ -x /usr/libexec/java_home ]; then
            java=$(/usr/libexec/java_home -v 17+ 2>/dev/null)/bin/java || java=
            [ -x "$java" ] || die "there is no Java 17 or newer: install a JDK, or set JAVA_HOME to one."
        fi
    fi
    while [ -L "$java" ]; do
        link=$(readlink "$java")
        case $link in
            /*) java=$link ;;
            *) java=${java%/*}/$link ;;
        esac
    done
    java_home=${java%/bin/java}
    find_java_version
    [ "$java_major" -ge 17 ] 2>/dev/null \
        || die "Java 17 or newer is needed, but $java is ${java_version:-of an unknown version}: set JAVA_HOME to a newer one."
}

# from the file that every JDK has at its root, as asking java itself takes as long as starting it
find_java_version() {
    java_version=
    if [ -r "$java_home/release" ]; then
        while IFS='=' read -r key value; do
            [ "$key" != JAVA_VERSION ] || java_version=$value
        done <"$java_home/release"
    fi
    if [ -z "$java_version" ]; then
        # a script of a version manager, or a stripped JDK
        about=$("$java" -XshowSettings:properties -version 2>&1) || about=
        java_version=$(printf '%s\n' "$about" | sed -n 's/^ *java.version = //p')
        java_home=$(printf '%s\n' "$about" | sed -n 's/^ *java.home = //p')
        java=$java_home/bin/java
    fi
    java_version=${java_version#\"}
    java_version=${java_version%%[\" ]*}
    java_major=${java_version%%[!0-9]*}
}

# an installed Maven of 3.8 or newer, else the wrapper, which fetches one
find_maven() {
    if command -v mvn >/dev/null 2>&1; then
        case $(cd "$root" && JAVA_HOME=$java_home mvn -B -v 2>/dev/null) in
            *'Maven 3.'[89].* | *'Maven 3.'[1-9][0-9]* | *'Maven 4.'*) maven=mvn && return ;;
        esac
    fi
    maven=$root/mvnw
}
