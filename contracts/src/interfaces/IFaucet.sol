// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Play money for the local network
/// @notice Gives an address native LUX and each configured token in one call, within a cap an
/// address and after a cool-down. Amounts are fixed when it is created.
interface IFaucet {
    /// @notice An amount of one token that every drip mints.
    struct TokenDrip {
        address token;
        uint256 amount;
    }

    /// @notice Everything that is fixed when a faucet is created.
    struct Config {
        /// The only chain it may exist on.
        uint256 chainId;
        /// Who may appoint operators.
        address admin;
        /// Who may request drips for others.
        address operator;
        /// Native LUX in a drip, in wei.
        uint256 nativeAmount;
        /// Seconds between two drips to the same address.
        uint64 coolDownSeconds;
        /// Drips an address can receive in its life.
        uint32 maxDrips;
        /// Tokens in a drip.
        TokenDrip[] tokenDrips;
    }

    /// @notice An address has received a drip.
    /// @param dripsReceived How many it has received now.
    event Dripped(address indexed recipient, address indexed caller, uint256 dripsReceived);

    /// @notice The faucet was created for another chain.
    error WrongChain(uint256 actual, uint256 expected);
    /// @notice The caller is neither an operator nor the recipient.
    error NotAllowed(address caller, address recipient);
    /// @notice The recipient must wait until `availableAt`, in Unix seconds.
    error CoolingDown(address recipient, uint256 availableAt);
    /// @notice The recipient has received all `cap` drips that an address can.
    error CapReached(address recipient, uint256 cap);
    /// @notice The faucet holds less native LUX than a drip needs.
    error FaucetEmpty(uint256 balance, uint256 needed);

    /// @notice Accepts native LUX to give out.
    receive() external payable;

    /// @notice Gives `recipient` one drip.
    /// @dev Only an operator may ask for another address.
    function drip(address recipient) external;

    /// @notice Role of the accounts that may request drips for others.
    function OPERATOR_ROLE() external view returns (bytes32);

    /// @notice Native LUX in a drip, in wei.
    function NATIVE_AMOUNT() external view returns (uint256);

    /// @notice Seconds between two drips to the same address.
    function COOL_DOWN_SECONDS() external view returns (uint64);

    /// @notice Drips an address can receive in its life.
    function MAX_DRIPS() external view returns (uint32);

    /// @notice Tokens in a drip.
    function tokenDrips() external view returns (TokenDrip[] memory);

    /// @notice Drips that `recipient` has received.
    function dripsReceived(address recipient) external view returns (uint256);

    /// @notice Unix time from which `recipient` can receive a drip; the past when it can now, the
    /// largest number when it never can again.
    function availableAt(address recipient) external view returns (uint256);
}
