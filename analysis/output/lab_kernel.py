"""The kernel that `workbook lab` offers: this Python, without a word about its version.

JupyterLab writes into a notebook what the kernel says of its language. The workbook's notebooks
state no version of Python, so that they are the same under every one. If the kernel stated one,
each notebook would count as changed as soon as it was opened.
"""

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpec, KernelSpecManager

KERNEL_CLASS = f"--IPKernelApp.kernel_class={__name__}.LabKernel"


class LabKernel(IPythonKernel):
    """A kernel of this Python that does not state its version to JupyterLab."""

    language_info = {  # noqa: RUF012  (as in the class above it)
        key: value for key, value in IPythonKernel.language_info.items() if key != "version"
    }


class LabKernelSpecs(KernelSpecManager):
    """Offer the kernels of this machine, and `LabKernel` for this Python."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return a kernel by its name."""
        if kernel_name != NATIVE_KERNEL_NAME:
            return super().get_kernel_spec(kernel_name)
        # An installed kernel of the same name could be of another Python, without the workbook.
        own = get_kernel_dict(extra_arguments=[KERNEL_CLASS])
        return KernelSpec(resource_dir=RESOURCES, **own)
