// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Contracts at addresses that are known before their code is
/// @notice An owner's salt decides the address, whatever is deployed there; nobody but the owner can
/// deploy to it. The ClearingHouse's address is reserved this way.
interface ICreate3Deployer {
    /// @notice A contract now exists at the address of `owner` and `salt`.
    event Deployed(address indexed owner, bytes32 indexed salt, address deployed);

    /// @notice The owner has used this salt.
    error AlreadyDeployed(address owner, bytes32 salt, address deployed);

    /// @notice Creates a contract at the address of the caller and `salt`.
    /// @dev Its constructor sees a one-off proxy as its `msg.sender`, so ownership must be an
    /// argument. Reverts when the constructor does or leaves no code.
    /// @param salt Any value that the caller has not used.
    /// @param initCode Creation code, constructor arguments appended.
    /// @return deployed Address of the new contract.
    function deploy(bytes32 salt, bytes calldata initCode)
        external
        payable
        returns (address deployed);

    /// @notice The address of `owner` and `salt`, whether or not a contract is there.
    function addressOf(address owner, bytes32 salt) external view returns (address);
}
