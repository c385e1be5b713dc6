using System.Net;

namespace CameraGrid.Gateway.Auth;

// Never the name that was typed: now and then it is a password.
internal sealed partial class SignIn
{
    [LoggerMessage(1, LogLevel.Information, "{Name} signed in from {Address}")]
    private partial void LogDone(string name, IPAddress? address);

    [LoggerMessage(2, LogLevel.Information, "Wrong name or password from {Address}")]
    private partial void LogWrong(IPAddress? address);

    [LoggerMessage(3, LogLevel.Debug, "Too many wrong sign-ins, the last from {Address}")]
    private partial void LogTooMany(IPAddress? address);

    [LoggerMessage(4, LogLevel.Information, "The kiosk {Name} came in by its link")]
    private partial void LogEntered(string name);

    [LoggerMessage(5, LogLevel.Information, "{Name} changed the password from {Address}")]
    private partial void LogPasswordChanged(string name, IPAddress? address);
}
