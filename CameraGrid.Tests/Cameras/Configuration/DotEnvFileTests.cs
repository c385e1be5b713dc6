using CameraGrid.Cameras.Configuration;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.Tests.Cameras.Configuration;

public sealed class DotEnvFileTests
{
    [Theory]
    [InlineData("K=v", "v")]
    [InlineData("  K = v  ", "v")]
    [InlineData("export K=v", "v")]
    [InlineData("K=", "")]
    [InlineData("K=a b  # comment", "a b")]
    [InlineData("K=a#b", "a#b")]
    [InlineData("K=# only a comment", "")]
    [InlineData("K='a # b' # comment", "a # b")]
    [InlineData("K=' a '", " a ")]
    [InlineData("""K='a\n"b"'""", "a\\n\"b\"")]
    [InlineData("""K="a\n\t\r\"\\\$\x" """, "a\n\t\r\"\\$\\x")]
    [InlineData("K=$HOME ${HOME}", "$HOME ${HOME}")]
    [InlineData("K=p@ss=word==", "p@ss=word==")]
    [InlineData("\uFEFFK=v", "v")]
    [InlineData("# first\r\n\r\nK=v\r\n", "v")]
    public void Values_are_read_as_they_were_meant(string text, string expected)
    {
        var file = DotEnvFile.Parse(text, ".env");

        Assert.Empty(file.Errors);
        Assert.Equal(expected, file.Values["k"]);
    }

    [Theory]
    [InlineData("A=1\nnonsense secret", ".env line 2: expected KEY=value.")]
    [InlineData("A=1\n\nA=2", ".env line 3: A stands already in line 1.")]
    [InlineData("A='secret", ".env line 1: A has a quote that does not end, or text after it.")]
    [InlineData("A=\"secret\\\"", ".env line 1: A has a quote that does not end, or text after it.")]
    [InlineData("A='secret' more", ".env line 1: A has a quote that does not end, or text after it.")]
    public void Errors_name_the_line_and_no_value(string text, string expected)
    {
        Assert.Equal([expected], DotEnvFile.Parse(text, ".env").Errors);
    }

    [Fact]
    public void The_environment_and_the_command_line_win_over_the_file()
    {
        using var file = new TemporaryFile("CGT_A=file\nCGT_B=file\nCGT_C__D=file\n");
        Environment.SetEnvironmentVariable("CGT_A", "environment");
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(["--CGT_B=command line", $"--CAMGRID_ENV_FILE={file.Path}"]);

        configuration.AddDotEnvFile().AddDotEnvFile();

        Assert.Equal("environment", configuration["CGT_A"]);
        Assert.Equal("command line", configuration["CGT_B"]);
        Assert.Equal("file", configuration["CGT_C:D"]);
        Assert.Null(Environment.GetEnvironmentVariable("CGT_C__D"));
    }
}
