using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder;

internal sealed class TranscoderOptionsValidation : IValidateOptions<TranscoderOptions>
{
    public ValidateOptionsResult Validate(string? name, TranscoderOptions options)
    {
        var errors = options.Validate().ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
