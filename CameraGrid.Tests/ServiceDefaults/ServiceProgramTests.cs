using CameraGrid.Cameras;
using CameraGrid.ServiceDefaults;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.Tests.ServiceDefaults;

[Collection("Console")]
public sealed class ServiceProgramTests
{
    [Fact]
    public async Task Wrong_configuration_is_printed_without_a_stack_and_exits_with_two()
    {
        var (code, text) = await RunAsync(
            new CameraConfigurationException(["CAMERA_1_URL: missing.", "CAMERA_2_URL: missing."])
        );

        Assert.Equal(2, code);
        Assert.Equal("The configuration is wrong:\n  CAMERA_1_URL: missing.\n  CAMERA_2_URL: missing.\n", text);
    }

    [Fact]
    public async Task An_address_in_use_is_one_line_and_exits_with_one()
    {
        var (code, text) = await RunAsync(new IOException("CAMGRID_URL: in use", new AddressInUseException("")));

        Assert.Equal(1, code);
        Assert.Equal("CAMGRID_URL: in use. Stop what uses it, or choose another address.\n", text);
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_is_named_by_its_key_together_with_all_else()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Transcoder:RingSeconds", "ten"), new("Transcoder:EncodeAhead", "maybe")])
            .Build();
        var number = Assert.Throws<InvalidOperationException>(() =>
            configuration.GetValue<int>("Transcoder:RingSeconds")
        );
        var truth = Assert.Throws<InvalidOperationException>(() =>
            configuration.GetValue<bool>("Transcoder:EncodeAhead")
        );

        var (code, text) = await RunAsync(
            new AggregateException(number, new CameraConfigurationException(["CAMERA_1_URL: missing."]), truth)
        );

        Assert.Equal(2, code);
        Assert.Equal(
            "The configuration is wrong:\n  Transcoder:RingSeconds: expected a whole number.\n"
                + "  CAMERA_1_URL: missing.\n  Transcoder:EncodeAhead: expected true or false.\n",
            text
        );
    }

    [Fact]
    public async Task One_that_is_told_to_stop_while_it_starts_ends_in_order()
    {
        var (code, text) = await RunAsync(new TaskCanceledException());

        Assert.Equal(0, code);
        Assert.Empty(text);
    }

    [Fact]
    public async Task A_defect_keeps_its_stack()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServiceProgram.RunAsync(() => Task.FromException(new InvalidOperationException()))
        );
    }

    private static async Task<(int Code, string Text)> RunAsync(Exception exception)
    {
        var before = Console.Error;
        var writer = new StringWriter { NewLine = "\n" };
        Console.SetError(writer);
        try
        {
            return (await ServiceProgram.RunAsync(() => Task.FromException(exception)), writer.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
