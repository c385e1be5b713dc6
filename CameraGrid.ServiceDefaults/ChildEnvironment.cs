using System.Collections;

namespace CameraGrid.ServiceDefaults;

/// <summary>
/// What a program that a service starts may know of the service's environment: where programs, libraries and temporary files
/// are, the language, and what drivers are told. All else is withheld, since any variable may hold a password.
/// </summary>
public static class ChildEnvironment
{
    private static readonly StringComparer Names = OperatingSystem.IsWindows()
        ? StringComparer.OrdinalIgnoreCase
        : StringComparer.Ordinal;

    private static readonly HashSet<string> Passed = new(Names)
    {
        "PATH",
        "HOME",
        "USER",
        "LANG",
        "LANGUAGE",
        "TZ",
        "TMPDIR",
        "TEMP",
        "TMP",
        "LD_LIBRARY_PATH",
        "LD_PRELOAD",
        "DYLD_LIBRARY_PATH",
        "XDG_RUNTIME_DIR",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "SystemRoot",
        "PATHEXT",
        "DRI_PRIME",
    };

    // Drivers and their loaders: VA-API and VDPAU, Mesa, NVIDIA, Intel, AMD, OpenCL, Vulkan.
    private static readonly string[] PassedPrefixes =
    [
        "LC_",
        "LIBVA_",
        "VDPAU_",
        "MESA_",
        "GALLIUM_",
        "CUDA_",
        "NVIDIA_",
        "INTEL_",
        "MFX_",
        "ONEVPL_",
        "AMD_",
        "ROCM_",
        "HIP_",
        "OCL_",
        "VK_",
    ];

    /// <summary>Null for each variable of this process that a child must not inherit, as CliWrap takes it.</summary>
    public static IReadOnlyDictionary<string, string?> Withheld() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(variable => (string)variable.Key)
            .Where(name => !IsPassed(name))
            .ToDictionary(name => name, _ => (string?)null, Names);

    internal static bool IsPassed(string name) =>
        Passed.Contains(name)
        || PassedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
