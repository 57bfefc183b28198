@echo off
rem Starts Proxima, and builds it first when that was not done yet. Not yet tried on Windows.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "ROOT=%%~fI"
set "JAR=%ROOT%\target\proxima.jar"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo proxima: there is no Java: install a JDK, 17 or newer, or set JAVA_HOME to one. 1>&2
    exit /b 1
)
if exist "%JAR%" goto run

echo building Proxima, once... 1>&2
if not exist "%ROOT%\target" mkdir "%ROOT%\target"
pushd "%ROOT%"
where mvn >nul 2>&1
if errorlevel 1 (
    call mvnw.cmd -q -B -Dquick -Dmaven.test.skip=true package >"target\build.log" 2>&1
) else (
    call mvn -q -B -Dquick -Dmaven.test.skip=true package >"target\build.log" 2>&1
)
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" (
    type "%ROOT%\target\build.log" 1>&2
    echo proxima: the build failed, see above. 1>&2
    exit /b 1
)

:run
set "STAYS="
if "%~1"=="seed" set "STAYS=-XX:CompileThresholdScaling=0.05"
if "%~1"=="join" set "STAYS=-XX:CompileThresholdScaling=0.01"
"%JAVA%" -Xmx512m -Xmn48m -XX:MetaspaceSize=96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData %STAYS% -Dfile.encoding=UTF-8 %JAVA_OPTS% %PROXIMA_JAVA_OPTS% "-Dproxima.home=%ROOT%" -jar "%JAR%" %*
exit /b %ERRORLEVEL%
